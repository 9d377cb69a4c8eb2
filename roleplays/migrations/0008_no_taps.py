from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("roleplays", "0007_taps_become_events")]
    operations = [migrations.DeleteModel(name="Tap")]
