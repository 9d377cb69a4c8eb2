"""What follows a performance: the advisor's own view of it, an objection, and its answer."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from people import audit
from roleplays import board as boards
from roleplays.guards import assessors_only
from roleplays.models import NotYours, Objection, OwnView, Ruling, Session, SessionClosed, TooLate
from roleplays.models.objections import may_object

OBJECTIONS_A_PAGE = 30
GRADES = [
    (1, gettext_lazy("1 – I lost the thread")),
    (2, gettext_lazy("2 – much was missing")),
    (3, gettext_lazy("3 – it will do")),
    (4, gettext_lazy("4 – good")),
    (5, gettext_lazy("5 – as I would wish it for myself")),
]


class OwnViewForm(forms.Form):
    """A grade for each section of the check sheet."""

    comment = forms.CharField(
        required=False, max_length=2000, label=gettext_lazy("What would you do differently?"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, *args, session: Session, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.names = []
        for section in session.edition.sections:
            name = f"section_{section.number}"
            self.names.append(name)
            self.fields[name] = forms.TypedChoiceField(
                choices=GRADES, coerce=int, label=section.title, widget=forms.RadioSelect
            )
        self.order_fields([*self.names, "comment"])

    @property
    def ratings(self) -> list[int]:
        return [self.cleaned_data[name] for name in self.names]


class ObjectionForm(forms.Form):
    reason = forms.CharField(
        max_length=2000, label=gettext_lazy("What do you see differently, and why?"),
        help_text=gettext_lazy("Name the items. You may object once."), widget=forms.Textarea(attrs={"rows": 6}),
    )  # fmt: skip


class AnswerForm(forms.Form):
    ruling = forms.ChoiceField(choices=Ruling, label=gettext_lazy("Ruling"), widget=forms.RadioSelect)
    words = forms.CharField(
        max_length=2000, label=pgettext_lazy("objection", "Answer"),
        help_text=gettext_lazy("The advisor and the assessors read it."), widget=forms.Textarea(attrs={"rows": 6}),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def own_view(request: HttpRequest, pk: int) -> HttpResponse:
    """For the advisor alone, between the performance and the result."""
    mine = Session.objects.filter(person=request.user.pk, self_assessment=True, started_at__isnull=False)
    session = get_object_or_404(mine.running().select_related("edition"), pk=pk)
    form = OwnViewForm(request.POST or None, session=session)
    if not form.is_valid():
        return render(request, "roleplays/own_view.html", {"session": session, "form": form})
    try:
        OwnView.give(session, form.ratings, form.cleaned_data["comment"], timezone.now())
    except SessionClosed:
        return redirect("roleplays:result", pk)
    messages.success(request, _("Kept. You will read it beside the result."))
    return redirect(session.page.url if session.page else "start")


@require_http_methods(["GET", "POST"])
def object_to(request: HttpRequest, pk: int) -> HttpResponse:
    """For the advisor alone, once and within a fortnight of the release."""
    mine = Session.objects.released().filter(person=request.user.pk).select_related("edition", "person__dealership")
    session, now = get_object_or_404(mine, pk=pk), timezone.now()
    if hasattr(session, "objection") or not may_object(session, now):
        return redirect("roleplays:result", pk)
    form = ObjectionForm(request.POST or None)
    if not form.is_valid():
        return render(request, "roleplays/object.html", {"session": session, "form": form})
    try:
        Objection.raise_against(session, request.user, form.cleaned_data["reason"], now)
    except TooLate:
        return redirect("roleplays:result", pk)
    messages.success(request, _("Your objection is with a trainer who had no part in the session."))
    return redirect("roleplays:result", pk)


@require_safe
@assessors_only
def objections(request: HttpRequest) -> HttpResponse:
    """Those that the reader may answer, the oldest first."""
    waiting = Objection.objects.answerable_by(request.user).select_related("session__person", "session__edition")
    page = Paginator(waiting.order_by("at", "pk"), OBJECTIONS_A_PAGE).get_page(request.GET.get("page"))
    boards.titled(each.session for each in page.object_list)
    return render(request, "roleplays/objections.html", {"page": page})


@require_http_methods(["GET", "POST"])
@assessors_only
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    waiting = Objection.objects.answerable_by(request.user).select_related("session__person", "session__edition")
    objection = get_object_or_404(waiting, pk=pk)
    form = AnswerForm(request.POST or None)
    if not form.is_valid():
        audit.viewed(request, objection.session)
        return render(request, "roleplays/answer.html", {"objection": objection, "form": form})
    try:
        objection.answer_with(request.user, form.cleaned_data["ruling"], form.cleaned_data["words"], timezone.now())
    except NotYours:
        raise Http404 from None
    messages.success(request, _("Answered. The advisor and the assessors are told."))
    return redirect("roleplays:result", objection.session_id)
