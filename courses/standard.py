"""Which lessons teach a clause, for `standards.uses`."""

from collections.abc import Collection, Iterator

from django.urls import reverse

from courses.models import LessonPage
from standards.uses import Kind, Use, in_active_language, links


def uses(codes: Collection[str] | None) -> Iterator[Use]:
    found = links(LessonPage.clauses, "lessonpage", codes)
    lessons = LessonPage.objects.live().filter(pk__in={pk for _, pk in found}) if codes else LessonPage.objects.live()
    rows = list(lessons.select_related("locale").defer("body"))
    key_of, shown = {row.pk: row.translation_key for row in rows}, in_active_language(rows)
    for code, key in dict.fromkeys((code, key_of[pk]) for code, pk in found if pk in key_of):
        page = shown[key]
        edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
        yield Use(code, Kind.LESSON, str(key), page.title, edit, page)
