"""The road of whoever was invited: scan or type, be greeted, choose a password or passkey, and in."""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core.internal import ratelimit
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.invitations.accepting import UsedUp, accept
from people.invitations.forms import CodeForm, WelcomeForm
from people.invitations.records import Invitation
from people.models import Language

SESSION_KEY = "invitation"
# Wrong codes only. A whole dealership may share one address.
LIMIT = {"invitation": "30/10m/ip"}


@login_not_required
@require_safe
@never_cache
def scan(request: HttpRequest, code: str = "") -> HttpResponse:
    """The address in the QR code. Looking uses nothing up: messengers open what they are sent to show a preview."""
    return _open(request, code) if code else redirect("people:code")


@login_not_required
@require_http_methods(["GET", "POST"])
@never_cache
def code(request: HttpRequest) -> HttpResponse:
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _open(request, form.cleaned_data["code"])
    return render(request, "people/invitations/code.html", {"form": form})


@login_not_required
@require_http_methods(["GET", "POST"])
@never_cache
def welcome(request: HttpRequest) -> HttpResponse:
    invitation = _invitation(request)
    if invitation is None:
        return _not_good(request)
    person = invitation.person
    form = WelcomeForm(request.POST or None, person=person, initial={"language": translation.get_language()})
    if request.method == "POST" and form.is_valid():
        password, language = form.cleaned_data["password"], form.cleaned_data["language"]
        try:
            person = accept(invitation.pk, password=password, language=language, at=timezone.now(), request=request)
        except UsedUp:
            return _not_good(request)
        return _enter(request, person, method="password")
    return render(
        request, "people/invitations/welcome.html", {"form": form, "person": person, "other": _other(request, person)}
    )


@login_not_required
@require_POST
@never_cache
def passkey(request: HttpRequest) -> HttpResponse:
    """In without a password, to make a passkey. The code stays good until there is one, so that nobody is stranded."""
    invitation = _invitation(request)
    if invitation is None:
        return _not_good(request)
    language = request.POST.get("language")
    if language in Language.values:
        invitation.person.language = language
        invitation.person.save(update_fields=["language"])
    return _enter(request, invitation.person, method="invitation", to="mfa_add_webauthn")


def _open(request: HttpRequest, typed: str) -> HttpResponse:
    if not _limit(request, dry_run=True):
        return ratelimit.respond_429(request)
    invitation = Invitation.objects.by_code(typed).good(timezone.now()).select_related("person").first()
    if invitation is None:
        _limit(request)
        return _not_good(request)
    request.session[SESSION_KEY] = invitation.pk
    with translation.override(invitation.person.language):
        return redirect("people:welcome")


def _limit(request: HttpRequest, **options) -> object:
    return ratelimit.consume(request, app="people", action="invitation", config=LIMIT, limit_get=True, **options)


def _invitation(request: HttpRequest) -> Invitation | None:
    pk = request.session.get(SESSION_KEY)
    return Invitation.objects.good(timezone.now()).filter(pk=pk).select_related("person__dealership").first()


def _not_good(request: HttpRequest) -> HttpResponse:
    """One answer for whatever is wrong with a code: it tells a stranger nothing."""
    return render(request, "people/invitations/not_good.html", {"form": CodeForm()}, status=410)


def _other(request: HttpRequest, person) -> bool:
    return request.user.is_authenticated and request.user != person


def _enter(request: HttpRequest, person, *, method: str, to: str = "start") -> HttpResponse:
    """Through allauth's own door, so that a second factor is still asked of whoever has one."""
    logout(request)  # a workshop's phone may have somebody else signed in
    record_authentication(request, person, method=method)
    with translation.override(person.language):
        return perform_login(request, Login(user=person, redirect_url=reverse(to)))
