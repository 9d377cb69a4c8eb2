"""Everybody's place becomes the first row of their history, and the regions get a brand."""

from django.db import migrations

AT_ONCE = 1000


def begin_history(apps, schema_editor) -> None:
    User, Membership = apps.get_model("people", "User"), apps.get_model("people", "Membership")
    Region, Brand = apps.get_model("people", "Region"), apps.get_model("people", "Brand")
    if Region.objects.filter(brand=None).exists():
        brand, _ = Brand.objects.get_or_create(code="brand", defaults={"name_zh": "品牌", "name_en": "Brand"})
        Region.objects.filter(brand=None).update(brand=brand)
    rows = []
    for person in User.objects.exclude(memberships__is_main=True).order_by("pk").iterator(chunk_size=AT_ONCE):
        added = person.date_joined.date()
        since = min(person.hired_on, added) if person.hired_on else added
        rows.append(
            Membership(
                person=person, is_main=True, role=person.role, region_id=person.region_id,
                dealership_id=person.dealership_id, since=since,
                # When somebody left was not written down; of the days that can be known the last sign-in is the latest.
                until=None if person.is_active else max(since, (person.last_login or person.date_joined).date()),
            )
        )
    Membership.objects.bulk_create(rows, batch_size=AT_ONCE)


class Migration(migrations.Migration):
    dependencies = [("people", "0004_organisation")]
    operations = [migrations.RunPython(begin_history, migrations.RunPython.noop)]
