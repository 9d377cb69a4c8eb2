"""Loads the certifications that come with the curriculum: `courses/curriculum/certifications/*.yaml`."""

from decimal import Decimal
from pathlib import Path

from wagtail.models import Page

from certificates.models import Certification, Requirement, Road
from courses.curriculum.loader import both, read, stable_key, upsert_record


def load_all(folder: Path) -> None:
    for path in sorted((folder / "certifications").glob("*.yaml")):
        load_certification(read(path))


def load_certification(data: dict) -> Certification:
    values = {"valid_months": data["valid_months"], "standard_version": data["standard_version"]}
    values["sort_order"] = data["order"]
    for name in ("title", "summary", "issuer", "signatory"):
        values |= both(name, data[name])

    def fill(certification: Certification) -> None:
        certification.requirements = [
            requirement_of(row, n, road)
            for road, name in ((Road.FIRST, "requirements"), (Road.RENEWAL, "renewal"))
            for n, row in enumerate(data.get(name, []))
        ]

    return upsert_record(Certification, {"code": data["code"]}, data, values, fill)


def requirement_of(row: dict, number: int, road: Road) -> Requirement:
    """`page` is `kind:key` as the curriculum's files name them, such as `modulepage:reception`."""
    kind, _, key = row["page"].partition(":")
    page = Page.objects.get(translation_key=stable_key(kind, key), locale__language_code="zh-hans")
    minimum = Decimal(str(row["minimum"])) if "minimum" in row else None
    return Requirement(**both("label", row["label"]), page=page, minimum=minimum, road=road, sort_order=number)
