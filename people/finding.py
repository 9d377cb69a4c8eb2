"""People by what somebody types: name, pinyin in full or its initials, employee number, email."""

import re
import unicodedata
from functools import lru_cache

from django.db.models import QuerySet

from people.latin import latin_name
from people.readings import syllables

# Whoever finds more than that types another letter; SQLite takes a limited number of values in one query.
MOST_FOUND = 1000


def found(people: QuerySet, sought: str) -> QuerySet:
    """Those of `people` who match. A reading of a name is worked out once; thousands of names take milliseconds."""
    texts = people.values_list("pk", "name", "name_latin", "employee_number", "email")
    return people.filter(pk__in=[pk for pk, *rest in texts if matches(sought, *rest)][:MOST_FOUND])


def matches(sought: str, name: str, name_latin: str, employee_number: str, email: str = "") -> bool:
    """ "林", "linxiao", "lin x", "lx" and part of the number find 林晓. Case, spaces and width do not count."""
    wanted = squeezed(sought)
    if not wanted or wanted in squeezed(employee_number) or wanted in squeezed(name):
        return True
    if email and wanted in email.casefold():
        return True
    return any(wanted in squeezed(text) or initials(text).startswith(wanted) for text in (name_latin, spelt(name)))


def squeezed(text: str) -> str:
    return re.sub(r"[\s·'’.-]+", "", unicodedata.normalize("NFKC", text)).casefold()


def initials(spelling: str) -> str:
    """Of each syllable; of a name in Latin letters, of each word."""
    return "".join(word[:1] for word in re.split(r"[\s·-]+", spelling) if word).casefold()


@lru_cache(maxsize=50_000)
def spelt(name: str) -> str:
    """One syllable for each character, so that initials are those of the characters: 欧阳一 is "Ou Yang Yi"."""
    if name.isascii():
        return name
    family_first = latin_name(name)
    spelling = syllables(name)
    family = family_first.split(" ")[0].casefold()
    if len(name) > 1 and not "".join(spelling).startswith(family):
        spelling[0] = family  # a family name that is read otherwise: 单 is Shan
    return " ".join(spelling)
