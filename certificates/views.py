from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from certificates.forms import CodeForm, RevocationForm
from certificates.models import Certificate, Certification
from certificates.pdf import Document, UnprintableName
from certificates.pdf import render as render_pdf
from certificates.rules import NOT_STARTED
from people.models import Role


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The newest certificate of each certification, what was awarded before it, and what is still to be earned."""
    held = Certificate.objects.filter(person=request.user).select_related("revocation", "certification", "person")
    newest = {each.certification_id: each for each in held.order_by("number")}
    now = timezone.now()
    certificates = [(each, each.state(timezone.localdate())) for each in newest.values()]
    context = {
        "certificates": sorted(certificates, key=lambda pair: pair[0].awarded_at, reverse=True),
        "earlier": [each for each in held if each != newest[each.certification_id]],
        "renewals": [
            (each, with_links(each.certification.renewal_standings(each, now)))
            for each in newest.values()
            if each.may_be_renewed(now) and each.certification.is_offered
        ],
        "roads": [
            (each, with_links(standings), any(standing.state != NOT_STARTED for standing in standings.values()))
            for each in Certification.objects.filter(is_offered=True).exclude(pk__in=newest)
            for standings in each.standings([request.user]).values()
        ],
    }
    return render(request, "certificates/mine.html", context)


@require_safe
def detail(request: HttpRequest, serial: str) -> HttpResponse:
    certificate = get_object_or_404(visible_certificates(request), serial=serial)
    return render(
        request,
        "certificates/detail.html",
        {
            "certificate": certificate,
            "state": certificate.state(timezone.localdate()),
            "may_revoke": request.user.role == Role.ADMINISTRATOR,
        },
    )


@require_safe
def pdf(request: HttpRequest, serial: str) -> HttpResponse:
    certificate = get_object_or_404(visible_certificates(request), serial=serial)
    try:
        content = render_pdf(document_of(certificate))
    except UnprintableName as error:
        return render(
            request, "certificates/unprintable.html", {"certificate": certificate, "error": error}, status=422
        )
    name = f'inline; filename="{certificate.serial}.pdf"'
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": name})


@require_http_methods(["GET", "POST"])
def revoke(request: HttpRequest, serial: str) -> HttpResponse:
    certificate = get_object_or_404(visible_certificates(request), serial=serial)
    if request.user.role != Role.ADMINISTRATOR:
        raise Http404
    form = RevocationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        certificate.revoke(by=request.user, at=timezone.now(), reason=form.cleaned_data["reason"])
        return redirect(certificate)
    return render(request, "certificates/revoke.html", {"certificate": certificate, "form": form})


@login_not_required
@require_safe
def look_up(request: HttpRequest) -> HttpResponse:
    form = CodeForm(request.GET or None)
    if form.is_valid():
        return redirect("certificates:verify", code=form.cleaned_data["code"] or "-")
    return render(request, "certificates/look_up.html", {"form": form})


@login_not_required
@require_safe
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """For anybody: what is certified, and whether it holds today. An unknown code gets an answer too, as a 404."""
    certificate = Certificate.objects.filter(code=code.upper()).select_related("revocation").first()
    context = {"certificate": certificate, "code": code, "on": timezone.localdate()}
    if certificate is None:
        return render(request, "certificates/unknown.html", context | {"form": CodeForm()}, status=404)
    return render(request, "certificates/verify.html", context | {"state": certificate.state(context["on"])})


@login_not_required
@require_safe
def short(request: HttpRequest, code: str) -> HttpResponse:
    return redirect("certificates:verify", code=code)


def visible_certificates(request: HttpRequest):
    return Certificate.objects.visible_to(request.user).select_related("revocation", "certification", "person")


def with_links(standings: dict) -> list[tuple]:
    return [(requirement, standing, requirement.page.localized.url) for requirement, standing in standings.items()]


def document_of(certificate: Certificate) -> Document:
    return Document(
        serial=certificate.serial,
        name=certificate.name,
        name_latin=certificate.name_latin,
        certification_zh=certificate.title_zh,
        certification_en=certificate.title_en,
        dealership_zh=certificate.dealership_zh,
        dealership_en=certificate.dealership_en,
        awarded_on=certificate.awarded_on,
        valid_until=certificate.valid_until,
        verification_url=certificate.verification_url,
        verification_code=certificate.code,
        signatory_zh=certificate.signatory_zh,
        signatory_en=certificate.signatory_en,
        issuer_zh=certificate.issuer_zh,
        issuer_en=certificate.issuer_en,
        standard_version=certificate.standard_version,
    )
