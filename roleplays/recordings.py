"""The page of a session's recordings: who can be heard, who has agreed, what is recorded now, and what there is."""

from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.models import User
from people.privacy import consents, retention
from people.privacy.records import ConsentKind, Decision
from roleplays.models import AlsoThere, Because, InRecording, Medium, Recording, ScoreSheet, Session
from roleplays.models.present import keys_in
from roleplays.models.recordings import ASKED
from roleplays.paper import code_of
from roleplays.playing import shown_to

OF_THE_RECORDER = "camera=(self), microphone=(self), geolocation=(), display-capture=()"


@dataclass(frozen=True)
class Present:
    """Somebody who can be heard; `named` is the row that says so, where neither plan nor sheets do."""

    person: User
    part: str | Promise
    agreed: bool
    said_no: bool
    named: AlsoThere | None = None


class NameForm(forms.Form):
    person = forms.ModelChoiceField(User.objects.none(), label=gettext_lazy("Who else is in the room?"))

    def __init__(self, *args, session: Session, by: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        near = User.objects.active().visible_to(by).filter(dealership=session.person.dealership_id)
        self.fields["person"].queryset = near.exclude(pk__in=keys_in(session)).order_by("employee_number")


@require_safe
def of_session(request: HttpRequest, pk: int) -> HttpResponse:
    """For everybody in it. Whoever assesses records; the others agree, see that it is recorded, and withdraw."""
    session = _session(request, pk)
    context = standing(session, request.user) | {
        "recordings": shown_to(request.user, session),
        "code": code_of(settings.PUBLIC_URL + reverse("roleplays:recordings", args=[pk])),
        "days": retention.days()["recordings"],
    }
    if context["records"]:
        context["form"] = NameForm(session=session, by=request.user)
    return for_recorder(render(request, "roleplays/recordings.html", context))


@require_safe
def people(request: HttpRequest, pk: int) -> HttpResponse:
    """The piece of the page that every device in the room asks for again and again."""
    context = standing(_session(request, pk), request.user)
    piece = "recording_now_piece" if "short" in request.GET else "recording_people"
    return render(request, f"roleplays/components/{piece}.html", context)


@require_POST
def name_somebody(request: HttpRequest, pk: int) -> HttpResponse:
    session = recorded_by(request, pk)
    form = NameForm(request.POST, session=session, by=request.user)
    if not form.is_valid():
        return HttpResponse(status=400)
    named = {"named_by": request.user, "at": timezone.now()}
    AlsoThere.objects.get_or_create(session=session, person=form.cleaned_data["person"], defaults=named)
    return redirect("roleplays:recordings", pk)


@require_POST
def remove_somebody(request: HttpRequest, pk: int) -> HttpResponse:
    """Named by mistake; whoever is in a recording stays."""
    named = get_object_or_404(AlsoThere, pk=pk)
    session = recorded_by(request, named.session_id)
    if InRecording.objects.filter(recording__session=session, person=named.person_id).exists():
        messages.error(request, _("Who is in a recording stays on the list."))
    else:
        named.delete()
    return redirect("roleplays:recordings", session.pk)


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, key: str) -> HttpResponse:
    """For whoever is in it: this one recording goes, whatever they have agreed to otherwise."""
    inside = Recording.objects.with_person(request.user).select_related("session__edition", "session__person")
    recording = get_object_or_404(inside, key=key)
    if request.method == "POST" or recording.deleted_at:
        if recording.discard(Because.WITHDRAWN, request.user, timezone.now(), request):
            messages.success(request, _("The recording is deleted. The result stays as it is."))
        return redirect("roleplays:recordings", recording.session_id)
    return render(request, "roleplays/recording_withdraw.html", {"recording": recording})


def standing(session: Session, reader: User) -> dict:
    """Who is there and has agreed, what is recorded now, and what is asked of the reader."""
    there = present(session)
    is_there = any(each.person.pk == reader.pk for each in there)
    return {
        "session": session,
        "reader": reader,
        "present": there,
        "waits_for": pgettext("between names", ", ").join(each.person.called for each in there if not each.agreed),
        "going": going(session),
        "records": may_record(session, reader),
        "questions": questions(reader, session.recording) if is_there else [],
        "version": consents.VERSION,
    }


def going(session: Session) -> list[Recording]:
    """What is being recorded now, as far as the server has heard."""
    if not session.mediums:
        return []
    return [each for each in session.recordings.kept().select_related("made_by") if each.is_going]


def questions(reader: User, medium: str) -> list[dict]:
    """The consents that the reader has not given, as they are asked here; whoever said no may think again."""
    asked = ASKED.get(Medium(medium), ())
    mine = consents.decisions(reader) if asked else {}
    return [
        {"kind": kind, "label": ConsentKind(kind).label, "text": consents.TEXTS[kind], "said_no": kind in mine}
        for kind in asked
        if kind not in mine or mine[kind].decision != Decision.GIVEN
    ]


def present(session: Session) -> list[Present]:
    """In the order of their parts, in a fixed number of queries."""
    keys = keys_in(session)
    asked = ASKED[Medium(session.recording)]
    lacking = consents.lacking(keys, asked)
    refused = set().union(*(consents.who_said_no(keys, kind) for kind in asked))
    named = {each.person_id: each for each in session.also_there.all()}
    assessors = set(session.score_sheets.values_list("assessor", flat=True))
    player = getattr(getattr(session, "plan", None), "player_id", None)

    def part(key: int) -> tuple[int, str | Promise]:
        if key == session.person_id:
            return 0, _("Performs")
        if key == player:
            return 1, _("Plays the customer")
        return (2, _("Assesses")) if key in assessors else (3, _("Is in the room"))

    found = [
        (part(each.pk), Present(each, part(each.pk)[1], each.pk not in lacking, each.pk in refused, named.get(each.pk)))
        for each in User.objects.filter(pk__in=keys)
    ]
    return [there for _place, there in sorted(found, key=lambda pair: (pair[0][0], pair[1].person.pk))]


def may_record(session: Session, user: User) -> bool:
    """Whoever has a sheet of it, now or afterwards from a file; nobody once it is cancelled."""
    return bool(session.mediums) and session.cancelled_at is None and _sheets(user).filter(session=session.pk).exists()


def for_recorder(response: HttpResponse) -> HttpResponse:
    """The page may ask for microphone and camera, as no other may."""
    response["Permissions-Policy"] = OF_THE_RECORDER
    return response


def _sheets(user: User):
    return ScoreSheet.objects.of(user) if user.scores_role_plays else ScoreSheet.objects.none()


def _session(request: HttpRequest, pk: int) -> Session:
    sessions = Session.objects.recorded_with(request.user).select_related("edition", "person__dealership", "plan")
    return get_object_or_404(sessions, pk=pk)


def recorded_by(request: HttpRequest, pk: int) -> Session:
    session = _session(request, pk)
    if not may_record(session, request.user):
        raise Http404
    return session
