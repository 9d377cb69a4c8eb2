"""Who has no way in yet, and codes for them: on paper, on the screen, by mail."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from people import audit
from people.finding import found
from people.importing.records import Import
from people.invitations import sheet
from people.invitations.codes import printed
from people.invitations.records import LASTS, Invitation, invite
from people.invitations.rules import may_be_invited_by
from people.invitations.tasks import send_invitations
from people.models import Role, User, UserQuerySet

PEOPLE_A_PAGE = 100
Channel = Invitation.Channel


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    _may_invite(request)
    asked = asked_for(request.user, request.GET)
    page = Paginator(asked, PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    invitations = Invitation.objects.unused().filter(person__in=[person.pk for person in page])
    by_person = {each.person_id: each for each in invitations}
    now = timezone.now()
    rows = [(person, by_person.get(person.pk)) for person in page]
    context = {
        "page_of_rows": page,
        "rows": [(person, each, bool(each and each.expires_at > now)) for person, each in rows],
        "q": request.GET.get("q", ""),
        "everybody": "everybody" in request.GET,
        "of_import": request.GET.get("import", ""),
        "most": sheet.MOST_PEOPLE,
    }
    return render(request, "people/invitations/index.html", context)


@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """For those who are ticked, or with `all` for everybody whom the list shows over all its pages."""
    _may_invite(request)
    people = asked_for(request.user, request.POST) if "all" in request.POST else _ticked(request)
    people = list(people)
    if not people:
        messages.info(request, _("Choose somebody first."))
        return redirect("people:invitations")
    if request.POST.get("how") == "mail":
        return _mail(request, people)
    if len(people) > sheet.MOST_PEOPLE:
        messages.error(request, _("At most %(number)s people at a time.") % {"number": sheet.MOST_PEOPLE})
        return redirect("people:invitations")
    now = timezone.now()
    pairs = invite(people, by=request.user, at=now, channel=Channel.SHEET)
    _note(request, people, Channel.SHEET, now)
    one_each = request.POST.get("how") == "one_each"
    content = sheet.render(pairs, now + LASTS, one_each=one_each, language=get_language())
    headers = {"Content-Disposition": 'attachment; filename="invitations.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@require_POST
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One code on the screen, for the new colleague to scan from the manager's phone. It is shown this once."""
    person = _one(request, pk)
    now = timezone.now()
    [(_person, code)] = invite([person], by=request.user, at=now, channel=Channel.SCREEN)
    _note(request, [person], Channel.SCREEN, now)
    context = {"person": person, "code": printed(code), "qr": sheet.qr(code), "expires_at": now + LASTS}
    return render(request, "people/invitations/show.html", context)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    person = _one(request, pk)
    now = timezone.now()
    if Invitation.objects.filter(person=person).revoke(by=request.user, at=now):
        audit.record(request.user, audit.Action.INVITED, person, at=now, request=request, withdrawn=True)
    messages.success(request, _("The code of %(name)s no longer works.") % {"name": person})
    return redirect("people:invitations")


def _mail(request: HttpRequest, people: list[User]) -> HttpResponse:
    with_address = [person for person in people if person.email]
    if with_address:
        send_invitations.enqueue([person.pk for person in with_address], request.user.pk)
        _note(request, with_address, Channel.MAIL, timezone.now())
        sent = ngettext("%(number)s mail is on its way.", "%(number)s mails are on their way.", len(with_address))
        messages.success(request, sent % {"number": len(with_address)})
    if left := len(people) - len(with_address):
        words = ngettext(
            "%(number)s person has no email address: print a sheet.",
            "%(number)s people have no email address: print a sheet.",
            left,
        )
        messages.info(request, words % {"number": left})
    return redirect("people:invitations")


def _may_invite(request: HttpRequest) -> None:
    if not request.user.manages_team:
        raise Http404


def _one(request: HttpRequest, pk: int) -> User:
    _may_invite(request)
    return get_object_or_404(may_be_invited_by(request.user).select_related("dealership"), pk=pk)


def _ticked(request: HttpRequest) -> UserQuerySet:
    pks = [int(pk) for pk in request.POST.getlist("person") if pk.isascii() and pk.isdigit() and len(pk) < 19]
    return may_be_invited_by(request.user).select_related("dealership").filter(pk__in=pks[:1000])


def asked_for(user: User, query) -> UserQuerySet:
    """Whoever has never had a way in, or with `everybody` all; those of one import; those whom `q` finds."""
    people = may_be_invited_by(user).select_related("dealership").order_by("dealership__code", "employee_number")
    if "everybody" not in query and not query.get("q"):
        people = people.without_a_way_in()
    of_import = query.get("import", "")
    if of_import.isascii() and of_import.isdigit() and len(of_import) < 19 and user.role == Role.ADMINISTRATOR:
        done = Import.objects.filter(pk=of_import).first()
        people = people.filter(pk__in=new_people(done) if done else [])
    if words := query.get("q", "")[:100]:
        people = found(people, words)
    return people


def _note(request: HttpRequest, people: list[User], channel: str, at) -> None:
    if len(people) == 1:
        audit.record(request.user, audit.Action.INVITED, people[0], at=at, request=request, channel=channel)
    else:
        rows = [(audit.Action.INVITED, person, {"channel": channel}) for person in people]
        audit.record_many(request.user, rows, at=at)


def new_people(done: Import) -> list[int]:
    return [each["person"] for each in done.changes if each["kind"] == "new"]
