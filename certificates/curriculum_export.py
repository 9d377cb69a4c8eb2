"""What certifications say, in the shape of the files in `certifications/`; the reverse of `certificates.curriculum`."""

from certificates.curriculum import LEFT_OUT, USUAL_LOOK, load_certification
from certificates.models import Certification, DeltaRequirement, Design, Evidence, Requirement, Road
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
    for name, default in LEFT_OUT.items():
        if name in old or getattr(certification, name) != default:
            data[name] = getattr(certification, name)
    data |= {name: both(certification, name) for name in ("issuer", "signatory")}
    if certification.design:
        data["design"] = design_data(certification.design, old.get("design", {}))
        if certification.design.signature:
            export.note(f"{file.name}: files do not hold signatures")
    asked = list(certification.requirements.select_related("page"))
    for road, name in ((Road.FIRST, "requirements"), (Road.RENEWAL, "renewal")):
        data[name] = [requirement_data(export, one) for one in asked if one.road == road]
    data["groups"] = [{"code": group.code, "needed": group.needed} for group in certification.groups.all()]
    deltas = certification.deltas.select_related("page", "clause")
    data["after_changes"] = [delta_data(export, each) for each in deltas]
    file.load = load_certification
    file.new = {name: value for name, value in data.items() if value not in (None, [], {"zh": "", "en": ""})}


def design_data(design: Design, old: dict) -> dict:
    """What differs from a new design, and what the file says already."""
    looks = {name: getattr(design, name) for name in USUAL_LOOK}
    said = {name: value for name, value in looks.items() if name in old or value != USUAL_LOOK[name]}
    return {"name": design.name} | said


def requirement_data(export: Exchange, requirement: Requirement) -> dict:
    data = {"label": both(requirement, "label")}
    if requirement.kind == Evidence.SIGN_OFF:
        data["sign_off"] = True
    elif requirement.kind == Evidence.TENURE:
        data["months_in_job"] = requirement.months
    else:
        data |= page_data(export, requirement)
    if requirement.kind == Evidence.OBSERVATION:
        data["observed"] = True
    if requirement.max_age_months:
        data["max_age_months"] = requirement.max_age_months
    if requirement.group:
        data["group"] = requirement.group
    return data


def delta_data(export: Exchange, delta: DeltaRequirement) -> dict:
    data = {"label": both(delta, "label")} | page_data(export, delta)
    if delta.clause:
        data["clause"] = delta.clause.code
    data |= {"standard_version": said(delta.standard_version)}
    return data | {"in_force_from": delta.in_force_from, "due_on": delta.due_on}


def page_data(export: Exchange, asked: Requirement | DeltaRequirement) -> dict:
    page, minimum = asked.page, asked.minimum
    data = {"page": f"{page.specific_class._meta.model_name}:{export.key(page.translation_key)}"}
    if minimum is not None:
        data["minimum"] = int(minimum) if minimum == int(minimum) else float(minimum)
    return data
