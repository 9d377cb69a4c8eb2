from collections.abc import Collection

from courses.progress import activity_types
from standards.uses import links


def clauses_by_activity(codes: Collection[str] | None) -> dict:
    """The clauses that each activity is about, by its translation_key."""
    found: dict = {}
    for model in activity_types():
        rows = links(model.clauses, model._meta.model_name, codes)
        keys = dict(model.objects.filter(pk__in={pk for _, pk in rows}).values_list("pk", "translation_key"))
        for code, pk in rows:
            found.setdefault(keys[pk], set()).add(code)
    return found
