from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.models import User
from tracking import due
from tracking.assigning.catching import catch, first_duty
from tracking.assigning.forms import AssignmentForm, ExcuseForm
from tracking.assigning.listing import by_urgency, by_when, counts_of, lines, whom
from tracking.assigning.standing import Held, stand
from tracking.assigning.things import things_of
from tracking.models import Assignment, Duty

ASSIGNMENTS_A_PAGE = 20
PEOPLE_A_PAGE = 100
PEOPLE_IN_PREVIEW = 30


@require_safe
def assignments(request: HttpRequest) -> HttpResponse:
    seen = _assignments(request)
    ended = request.GET.get("show") == "ended"
    wanted = seen.filter(ending__isnull=False) if ended else seen.open()
    page = Paginator(wanted, ASSIGNMENTS_A_PAGE).get_page(request.GET.get("page"))
    shown = lines(page.object_list, request.user, timezone.localdate())
    return render(request, "tracking/assignments.html", {"lines": shown, "page": page, "ended": ended})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Filled in, then shown with those whom it touches, then saved: what was not seen is not saved."""
    if not request.user.manages_team:
        raise Http404
    now = timezone.now()
    form = AssignmentForm(request.POST or None, request.user, timezone.localdate(now), _suggested(request))
    if not form.is_valid() or "change" in request.POST:
        return render(request, "tracking/assignment_form.html", {"form": form})
    assignment = form.assignment(now)
    number = assignment.people().count()
    if "save" not in request.POST or form.cleaned_data["seen"] != number:
        return render(request, "tracking/assignment_preview.html", _preview(form, assignment, number))
    with transaction.atomic():
        saved, is_new = Assignment.objects.get_or_create(key=assignment.key, defaults=_fields(assignment))
        if is_new:
            catch(saved, timezone.localdate(now))
    text = ngettext("Assigned to %(number)s person.", "Assigned to %(number)s people.", number)
    messages.success(request, text % {"number": number})
    return redirect(saved)


@require_safe
def assignment(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _assignment(request, pk)
    held = held_by(shown, request.user, timezone.localdate())
    state = request.GET.get("state")
    chosen = [each for each in held if state not in due.URGENCY or each.state == state]
    context = {
        "assignment": shown,
        "thing": things_of([shown])[shown.key],
        "whom": whom(shown),
        "by_when": by_when(shown),
        "counts": counts_of(held),
        "total": len(held),
        "state": state,
        "page": Paginator(chosen, PEOPLE_A_PAGE).get_page(request.GET.get("page")),
        "may_end": not shown.is_ended and Assignment.objects.kept_by(request.user).filter(pk=pk).exists(),
    }
    return render(request, "tracking/assignment.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first; then nobody has to do it any more."""
    shown = get_object_or_404(_assignments(request).kept_by(request.user), pk=pk)
    if request.method != "POST":
        context = {"assignment": shown, "thing": things_of([shown])[shown.key], "whom": whom(shown)}
        return render(request, "tracking/assignment_end.html", context)
    shown.end(by=request.user, at=timezone.now())
    messages.success(request, _("The assignment is ended. What was done stays in the record."))
    return redirect(shown)


@require_http_methods(["GET", "HEAD", "POST"])
def excuse(request: HttpRequest, pk: int) -> HttpResponse:
    duty = _duty(request, pk)
    form = ExcuseForm(request.POST or None)
    if not form.is_valid():
        held = stand([duty], timezone.localdate())[0]
        return render(request, "tracking/excuse.html", {"form": form, "held": held})
    duty.excuse_from(by=request.user, at=timezone.now(), reason=form.cleaned_data["reason"])
    messages.success(request, _("%(name)s is excused.") % {"name": duty.person.called})
    return redirect(duty.assignment)


@require_POST
def ask_again(request: HttpRequest, pk: int) -> HttpResponse:
    duty = _duty(request, pk)
    duty.ask_again()
    messages.success(request, _("%(name)s is asked for it again.") % {"name": duty.person.called})
    return redirect(duty.assignment)


def _assignments(request: HttpRequest):
    if not request.user.manages_team:
        raise Http404
    return assignments_for(request.user)


def assignments_for(reader: User):
    related = ("certification", "person", "dealership", "region", "team", "owner", "ending")
    return Assignment.objects.visible_to(reader).select_related(*related)


def _assignment(request: HttpRequest, pk: int) -> Assignment:
    return get_object_or_404(_assignments(request), pk=pk)


def _duty(request: HttpRequest, pk: int) -> Duty:
    """Of somebody else: nobody excuses themselves."""
    if not request.user.manages_team:
        raise Http404
    held = Duty.objects.held().visible_to(request.user).exclude(person=request.user).with_all()
    return get_object_or_404(held, pk=pk)


def held_by(assignment: Assignment, reader: User, on: date) -> list[Held]:
    duties = Duty.objects.held().filter(assignment=assignment).visible_to(reader).with_all()
    return by_urgency(stand(duties, on))


def _suggested(request: HttpRequest) -> dict:
    """What the form begins with: a person from whose page one comes, or the conditions of another assignment."""
    if request.GET.get("person"):
        return {"person": request.GET["person"]}
    like = _assignments(request).filter(pk=request.GET.get("like")).first() if _is_number(request, "like") else None
    if like is None:
        return {}
    place = like.team or like.dealership or like.region
    kind = "team" if like.team else "dealership" if like.dealership else "region"
    return {
        "person": like.person.employee_number if like.person else "",
        "place": f"{kind}:{place.code}" if place else "all",
        "job_role": like.job_role,
        "hired_since": like.hired_since,
        "when": "date" if like.due_on else "hire" if like.from_hire else "catch",
        "reason": like.reason,
    }


def _is_number(request: HttpRequest, name: str) -> bool:
    return request.GET.get(name, "").isdecimal() and len(request.GET[name]) < 10


def _preview(form: AssignmentForm, assignment: Assignment, number: int) -> dict:
    people = assignment.people().select_related("dealership").order_by("dealership__code", "employee_number")
    duties = [first_duty(assignment, each, form.today) for each in people[:PEOPLE_IN_PREVIEW]]
    return {
        "form": form,
        "assignment": assignment,
        "thing": things_of([assignment])[assignment.key],
        "whom": whom(assignment),
        "by_when": by_when(assignment),
        "held": stand(duties, form.today),
        "number": number,
        "more": max(0, number - PEOPLE_IN_PREVIEW),
        "said": [(name, value) for name, value in form.data.items() if name in form.fields and name != "seen"],
    }


def _fields(assignment: Assignment) -> dict:
    names = [field.name for field in Assignment._meta.concrete_fields if field.name not in ("id", "key")]
    return {name: getattr(assignment, name) for name in names}
