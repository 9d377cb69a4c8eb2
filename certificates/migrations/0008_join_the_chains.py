from django.db import migrations
from django.db.models import OuterRef, Subquery


def join(apps, schema_editor):
    """What was awarded before stands in its chain too: each renewal points to the one before it."""
    Certificate = apps.get_model("certificates", "Certificate")
    before = Certificate.objects.filter(
        person=OuterRef("person"), certification=OuterRef("certification"), number=OuterRef("number") - 1
    )
    Certificate.objects.filter(number__gt=1).update(kind="renewal", before=Subquery(before.values("pk")[:1]))


class Migration(migrations.Migration):
    dependencies = [("certificates", "0007_more_kinds")]

    operations = [migrations.RunPython(join, migrations.RunPython.noop)]
