"""What administrators do with certificates: each act asks for its reason, on a page of its own."""

from collections.abc import Callable

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from certificates.forms import HandForm, ReasonForm, ReplacementForm, RevocationForm
from certificates.models import Certificate, NotInForce, issue_by_hand
from certificates.printable import UnprintableName
from people.models import Role, User


@require_http_methods(["GET", "POST"])
def revoke(request: HttpRequest, serial: str) -> HttpResponse:
    certificate = _certificate(request, serial)
    form = RevocationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        certificate.revoke(by=request.user, at=timezone.now(), reason=form.cleaned_data["reason"])
        return redirect(certificate)
    return render(request, "certificates/revoke.html", {"certificate": certificate, "form": form})


@require_http_methods(["GET", "POST"])
def suspend(request: HttpRequest, serial: str) -> HttpResponse:
    certificate = _certificate(request, serial)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _act(request, certificate, lambda by, at: certificate.suspend(by, at, form.cleaned_data["reason"]))
    return render(request, "certificates/suspend.html", {"certificate": certificate, "form": form})


@require_http_methods(["GET", "POST"])
def lift(request: HttpRequest, serial: str) -> HttpResponse:
    certificate = _certificate(request, serial)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _act(request, certificate, lambda by, at: certificate.lift(by, at, form.cleaned_data["reason"]))
    return render(request, "certificates/lift.html", {"certificate": certificate, "form": form})


@require_http_methods(["GET", "POST"])
def replace(request: HttpRequest, serial: str) -> HttpResponse:
    certificate = _certificate(request, serial)
    person = certificate.person
    form = ReplacementForm(request.POST or None, initial={"name": person.name, "name_latin": person.name_latin})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        return _act(request, certificate, lambda by, at: certificate.replace(by, at, **said))
    return render(request, "certificates/replace.html", {"certificate": certificate, "form": form})


@require_http_methods(["GET", "POST"])
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """By hand: `pk` is the person."""
    _administrators_only(request)
    person = get_object_or_404(User.objects.visible_to(request.user).active(), pk=pk)
    form = HandForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            certificate = issue_by_hand(
                said["certification"], person, request.user, timezone.now(), said["reason"], said["held"]
            )
        except NotInForce:
            form.add_error("certification", _("The certificate is suspended: lift the suspension first."))
        except UnprintableName as error:
            form.add_error(
                None,
                _("Our fonts cannot draw %(characters)s, so it cannot be issued. Have the name corrected first.")
                % {"characters": " ".join(sorted(error.characters))},
            )
        else:
            return redirect(certificate)
    return render(request, "certificates/issue.html", {"person": person, "form": form})


def _act(request: HttpRequest, certificate: Certificate, verb: Callable) -> HttpResponse:
    """Leads to the certificate that was made, if one was, or back to the one it was about."""
    try:
        done = verb(request.user, timezone.now())
    except NotInForce:
        messages.error(request, _("This certificate is revoked or was replaced, so nothing has been changed."))
        return redirect(certificate)
    return redirect(done if isinstance(done, Certificate) else certificate)


def _certificate(request: HttpRequest, serial: str) -> Certificate:
    _administrators_only(request)
    return get_object_or_404(_certificates(request), serial=serial)


def _certificates(request: HttpRequest) -> QuerySet:
    return Certificate.objects.visible_to(request.user).with_state().select_related("person")


def _administrators_only(request: HttpRequest) -> None:
    if request.user.role != Role.ADMINISTRATOR:
        raise Http404
