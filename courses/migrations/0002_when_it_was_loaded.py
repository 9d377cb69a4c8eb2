import datetime

import django.utils.timezone
from django.db import migrations, models

# Whatever authors have done to what was loaded before stays theirs.
LONG_AGO = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)


class Migration(migrations.Migration):
    dependencies = [("courses", "0001_initial")]

    operations = [
        migrations.AddField(
            "loadedcontent", "at", models.DateTimeField(default=LONG_AGO, verbose_name="when"), preserve_default=False
        ),
        migrations.AlterField(
            "loadedcontent", "at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="when")
        ),
    ]
