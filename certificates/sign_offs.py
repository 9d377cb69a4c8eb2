"""The manager's sign-off: who waits for it, giving it, and taking it back; and what the team holds."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from certificates.forms import ReasonForm, SignOffForm
from certificates.models import Certification, HeldBack, SignOff, may_sign_off, to_observe, waiting_for
from certificates.taking_away import held_by_team
from certificates.tasks import award_later
from people.models import User

RECENT = 20
A_PAGE = 100


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    _managers_only(request)
    given = SignOff.objects.visible_to(request.user).select_related("person", "certification", "by", "withdrawal__by")
    now = timezone.now()
    context = {
        "waiting": waiting_for(request.user, now),
        "to_observe": to_observe(request.user, now),
        "given": given.exclude(person=request.user)[:RECENT],
        "form": SignOffForm(),
    }
    return render(request, "certificates/sign_offs.html", context)


@require_safe
def waiting_number(request: HttpRequest) -> HttpResponse:
    """For the badge beside the link to the queue, fetched once the page is there: a region takes a moment."""
    _managers_only(request)
    number = len(waiting_for(request.user, timezone.now()))
    return render(request, "certificates/waiting_number.html", {"number": number})


@require_POST
def give(request: HttpRequest, certification: int, person: int) -> HttpResponse:
    _managers_only(request)
    signed = get_object_or_404(User.objects.visible_to(request.user).advisors(), pk=person)
    programme = get_object_or_404(Certification, pk=certification, is_offered=True, requirements__kind="sign_off")
    form = SignOffForm(request.POST)
    if not may_sign_off(request.user, signed) or not form.is_valid():
        raise Http404
    SignOff.give(programme, signed, request.user, timezone.now(), form.cleaned_data["comment"])
    award_later(signed)
    messages.success(request, _("Signed off: %(name)s.") % {"name": signed.name})
    return redirect("certificates:sign_offs")


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    _managers_only(request)
    sign_off = get_object_or_404(SignOff.objects.visible_to(request.user).select_related("person"), pk=pk)
    if not may_sign_off(request.user, sign_off.person):
        raise Http404
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        sign_off.withdraw(request.user, timezone.now(), form.cleaned_data["reason"])
        return redirect("certificates:sign_offs")
    return render(request, "certificates/withdraw.html", {"sign_off": sign_off, "form": form})


@require_safe
def team(request: HttpRequest) -> HttpResponse:
    """The newest certificate of each of the team's chains; what ends first stands first."""
    _managers_only(request)
    page = Paginator(held_by_team(request.user), A_PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    waiting = HeldBack.objects.visible_to(request.user).waiting().select_related("person", "certification")
    rows = [(each, each.state(today)) for each in page]
    return render(request, "certificates/team.html", {"rows": rows, "page_of_rows": page, "waiting": waiting[:A_PAGE]})


def _managers_only(request: HttpRequest) -> None:
    if not request.user.manages_team:
        raise Http404
