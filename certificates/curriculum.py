"""Loads the certifications that come with the curriculum: `courses/curriculum/certifications/*.yaml`."""

from decimal import Decimal
from pathlib import Path

from wagtail.models import Page

from certificates.models import Certification, DeltaRequirement, Design, Evidence, Requirement, RequirementGroup, Road
from courses.curriculum.loader import both, read, stable_key, upsert_record
from standards.models import Clause

# Files leave out what they do not mind; the CMS has then what a new certification has.
LEFT_OUT = {name: Certification._meta.get_field(name).default for name in ("renewal_window_days", "grace_days")}
LOOKS = ("style", "words", "palette", "paper", "seal_zh", "seal_en")
USUAL_LOOK = {name: str(Design._meta.get_field(name).default) for name in LOOKS}


def load_all(folder: Path) -> None:
    for path in sorted((folder / "certifications").glob("*.yaml")):
        load_certification(read(path))


def load_certification(data: dict) -> Certification:
    values = {"valid_months": data["valid_months"], "standard_version": data["standard_version"]}
    values["sort_order"] = data["order"]
    values |= {name: data.get(name, default) for name, default in LEFT_OUT.items()}
    for name in ("title", "summary", "issuer", "signatory"):
        values |= both(name, data[name])
    if "design" in data:
        values["design"] = load_design(data["design"])

    def fill(certification: Certification) -> None:
        certification.requirements = [
            requirement_of(row, n, road)
            for road, name in ((Road.FIRST, "requirements"), (Road.RENEWAL, "renewal"))
            for n, row in enumerate(data.get(name, []))
        ]
        certification.groups = [RequirementGroup(sort_order=n, **row) for n, row in enumerate(data.get("groups", []))]
        certification.deltas = [delta_of(row, n) for n, row in enumerate(data.get("after_changes", []))]

    return upsert_record(Certification, {"code": data["code"]}, data, values, fill)


def load_design(data: dict) -> Design:
    """How the certificate looks. Signatures are not in files: they belong to a person, and to the installation."""
    return upsert_record(Design, {"name": data["name"]}, data, USUAL_LOOK | data)


def requirement_of(row: dict, number: int, road: Road) -> Requirement:
    """A page, observed or not; or the manager's sign-off; or months in the job."""
    values = {"months": row.get("months_in_job"), "max_age_months": row.get("max_age_months")}
    values |= {"group": row.get("group", ""), "minimum": minimum_of(row), "kind": kind_of(row)}
    page = page_of(row) if "page" in row else None
    return Requirement(**both("label", row["label"]), **values, page=page, road=road, sort_order=number)


def kind_of(row: dict) -> Evidence:
    if "page" in row:
        return Evidence.OBSERVATION if row.get("observed") else Evidence.ACTIVITY
    return Evidence.TENURE if "months_in_job" in row else Evidence.SIGN_OFF


def delta_of(row: dict, number: int) -> DeltaRequirement:
    clause = Clause.objects.get(code=row["clause"]) if "clause" in row else None
    values = {name: row[name] for name in ("standard_version", "in_force_from", "due_on")}
    values |= {"minimum": minimum_of(row), "clause": clause, "page": page_of(row)}
    return DeltaRequirement(**both("label", row["label"]), **values, sort_order=number)


def page_of(row: dict) -> Page:
    """`page` is `kind:key` as the curriculum's files name them, such as `modulepage:reception`."""
    kind, _, key = row["page"].partition(":")
    return Page.objects.get(translation_key=stable_key(kind, key), locale__language_code="zh-hans")


def minimum_of(row: dict) -> Decimal | None:
    return Decimal(str(row["minimum"])) if "minimum" in row else None
