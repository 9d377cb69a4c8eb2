"""What certifications say, in the shape of the files in `certifications/`; the reverse of `certificates.curriculum`."""

from certificates.curriculum import load_certification
from certificates.models import Certification, Requirement, Road
from courses.curriculum.export.cms import Exchange, File
from courses.curriculum.export.pages import both, said


def export_all(export: Exchange) -> None:
    found = {certification.code: certification for certification in Certification.objects.all()}
    for file in export.of_kind("certification"):
        certification = found.pop(file.old["code"], None)
        if certification is None:
            export.missing.append(file.name)
        else:
            export_certification(export, file, certification)
    for code, certification in found.items():
        export_certification(export, export.file(f"certifications/{code}.yaml", "certification"), certification)


def export_certification(export: Exchange, file: File, certification: Certification) -> None:
    old = file.old or {}
    data = {"code": certification.code, "order": certification.sort_order}
    data |= {name: both(certification, name) for name in ("title", "summary")}
    if certification.valid_months is None:
        export.note(f"{file.name}: the CMS has no end of validity; a file has one")
    if not certification.is_offered:
        export.note(f"{file.name}: files do not say that a certification is no longer offered")
    data["valid_months"] = certification.valid_months or old.get("valid_months")
    data["standard_version"] = said(certification.standard_version)
    data |= {name: both(certification, name) for name in ("issuer", "signatory")}
    asked = list(certification.requirements.select_related("page"))
    for road, name in ((Road.FIRST, "requirements"), (Road.RENEWAL, "renewal")):
        data[name] = [requirement_data(export, one) for one in asked if one.road == road]
    file.load = load_certification
    file.new = {name: value for name, value in data.items() if value not in (None, [], {"zh": "", "en": ""})}


def requirement_data(export: Exchange, requirement: Requirement) -> dict:
    page = requirement.page
    data = {"label": both(requirement, "label"), "page": f"{page.specific_class._meta.model_name}:"}
    data["page"] += export.key(page.translation_key)
    minimum = requirement.minimum
    if minimum is not None:
        data["minimum"] = int(minimum) if minimum == int(minimum) else float(minimum)
    return data
