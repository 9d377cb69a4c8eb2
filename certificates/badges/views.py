"""What verifiers fetch, for anybody, and the credential for its holder."""

import json
from datetime import datetime

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from certificates.badges import issuing, publishing, status
from certificates.badges.baking import baked_svg
from certificates.models import Badge, Certificate, Certification
from people import audit

MINUTES = 60
FRESH = 20  # seconds that a status list is kept here; with those below, a revocation is seen within a minute
CREDENTIAL, TOKEN = "application/vc", "application/vc+jwt"


@login_not_required
@require_safe
def key_set(request: HttpRequest) -> HttpResponse:
    return public(publishing.key_set(), "application/jwk-set+json", 5 * MINUTES)


@login_not_required
@require_safe
def did_document(request: HttpRequest) -> HttpResponse:
    return public(publishing.did_document(), "application/did+json", 5 * MINUTES)


@login_not_required
@require_safe
def issuer(request: HttpRequest) -> HttpResponse:
    return public(publishing.issuer_document(), "application/ld+json", 5 * MINUTES)


@login_not_required
@require_safe
def achievement(request: HttpRequest, code: str) -> HttpResponse:
    certification = get_object_or_404(Certification, code=code)
    return public(publishing.achievement_document(certification), "application/ld+json", 5 * MINUTES)


@login_not_required
@require_safe
def status_list(request: HttpRequest, number: int) -> HttpResponse:
    """A token for whoever asks for one by name, else JSON."""
    document, token = fresh_list(number, timezone.now())
    if TOKEN in request.headers.get("Accept", ""):
        return public(token, TOKEN, FRESH)
    return public(document, CREDENTIAL, FRESH)


@login_not_required
@require_safe
def status_token(request: HttpRequest, number: int) -> HttpResponse:
    return public(fresh_list(number, timezone.now())[1], TOKEN, FRESH)


@require_safe
def document(request: HttpRequest, serial: str) -> HttpResponse:
    return file(badge_or_404(request, serial).document, f"{serial}.json", CREDENTIAL)


@require_safe
def token(request: HttpRequest, serial: str) -> HttpResponse:
    return file(badge_or_404(request, serial).token, f"{serial}.jwt", TOKEN)


@require_safe
def picture(request: HttpRequest, serial: str) -> HttpResponse:
    badge = badge_or_404(request, serial)
    return file(baked_svg(badge.certificate, badge.token), f"{serial}.svg", "image/svg+xml")


def badge_or_404(request: HttpRequest, serial: str) -> Badge:
    certificates = Certificate.objects.visible_to(request.user).select_related("certification")
    certificate = get_object_or_404(certificates, serial=serial)
    audit.viewed(request, certificate)
    try:
        return issuing.badge_of(certificate, timezone.now())
    except issuing.Forgotten as error:
        raise Http404 from error


def fresh_list(number: int, at: datetime) -> tuple[bytes, str]:
    newest = Certificate.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    if not 1 <= number <= status.place(newest)[0]:
        raise Http404
    key = f"certificates:status:{number}"
    if (kept := cache.get(key)) is None:
        kept = issuing.status_list(number, at)
        cache.set(key, kept, FRESH)
    return kept


def public(content: dict | bytes | str, kind: str, seconds: int) -> HttpResponse:
    """For verifiers in browsers too, wherever their page comes from."""
    body = json.dumps(content, ensure_ascii=False, indent=1) if isinstance(content, dict) else content
    headers = {"Cache-Control": f"public, max-age={seconds}", "Access-Control-Allow-Origin": "*", "Vary": "Accept"}
    return HttpResponse(body, content_type=kind, headers=headers)


def file(content: str, name: str, kind: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
