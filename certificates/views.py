from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from certificates import issuing, share
from certificates.history import history
from certificates.looks import Form
from certificates.models import Certificate, Certification, HeldBack, prospects
from certificates.printable import UnprintableName
from certificates.roads import roads
from certificates.validity import IN_FORCE
from people import audit
from people.models import Role


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The newest certificate of each certification with those before it, and what is still to be earned."""
    now, today = timezone.now(), timezone.localdate()
    chains = chains_of(request.user)
    asked = prospects(list(Certification.objects.filter(is_offered=True)), [request.user], now)
    open_roads = roads(asked, request)
    context = {
        "certificates": [(chain[0], chain[0].state(today), chain[1:]) for chain in chains],
        "renewals": [road for road in open_roads if road.certificate],
        "waiting": HeldBack.objects.filter(person=request.user).waiting().select_related("certification"),
        "roads": [road for road in open_roads if not road.certificate],
    }
    return render(request, "certificates/mine.html", context)


def chains_of(person) -> list[list[Certificate]]:
    """For each certification all that the person was ever issued, the newest first."""
    chains: dict[int, list[Certificate]] = {}
    held = Certificate.objects.with_state().filter(person=person).select_related("person")
    for each in held.order_by("-awarded_at", "-number"):
        chains.setdefault(each.certification_id, []).append(each)
    return list(chains.values())


@require_safe
def detail(request: HttpRequest, serial: str) -> HttpResponse:
    certificate = get_object_or_404(visible_certificates(request), serial=serial)
    audit.viewed(request, certificate)
    state = certificate.state(timezone.localdate())
    chain = Certificate.objects.filter(person=certificate.person_id, certification=certificate.certification_id)
    context = {
        "certificate": certificate,
        "state": state,
        "suspension": certificate.suspensions.filter(lifting=None).first(),
        "history": history(chain),
        "may_share": certificate.person_id == request.user.pk and state in IN_FORCE,
        "may_act": request.user.role == Role.ADMINISTRATOR,
    }
    return render(request, "certificates/detail.html", context)


@require_safe
def pdf(request: HttpRequest, serial: str) -> HttpResponse:
    return printed(request, serial, Form.SHEET)


@require_safe
def card(request: HttpRequest, serial: str) -> HttpResponse:
    return printed(request, serial, Form.CARD)


def printed(request: HttpRequest, serial: str, form: Form) -> HttpResponse:
    certificate = get_object_or_404(visible_certificates(request), serial=serial)
    audit.viewed(request, certificate)
    try:
        content = issuing.signed_pdf(certificate, timezone.now(), form)
    except UnprintableName as error:
        return unprintable(request, certificate, error)
    ending = "-card" if form == Form.CARD else ""
    name = f'inline; filename="{certificate.serial}{ending}.pdf"'
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": name})


@require_safe
def picture(request: HttpRequest, serial: str) -> HttpResponse:
    """For messengers: only holders make one of their own certificate, and of one that holds."""
    certificate = get_object_or_404(visible_certificates(request).filter(person=request.user), serial=serial)
    if certificate.state(timezone.localdate()) not in IN_FORCE:
        raise Http404
    try:
        content = share.png(issuing.document_of(certificate), get_language())
    except UnprintableName as error:
        return unprintable(request, certificate, error)
    name = f'attachment; filename="{certificate.serial}.png"'
    return HttpResponse(content, content_type="image/png", headers={"Content-Disposition": name})


def unprintable(request: HttpRequest, certificate: Certificate, error: UnprintableName) -> HttpResponse:
    context = {"certificate": certificate, "error": error}
    return render(request, "certificates/unprintable.html", context, status=422)


def visible_certificates(request: HttpRequest):
    return Certificate.objects.visible_to(request.user).with_state().select_related("person")
