"""The form of a gold performance in Wagtail's admin."""

from wagtail.admin.forms import WagtailAdminModelForm


class GoldForm(WagtailAdminModelForm):
    """Once saved, a draft has a row for each item of its check sheet, for the author to fill in."""

    def save(self, commit: bool = True):
        gold = super().save(commit)
        if commit:
            known = set(gold.marks.values_list("item", flat=True))
            items = [item.code for section in gold.check_sheet.sections.all() for item in section.items.all()]
            row = gold.marks.model
            row.objects.bulk_create(
                row(performance=gold, item=code, sort_order=place)
                for place, code in enumerate(items)
                if code not in known
            )
        return gold
