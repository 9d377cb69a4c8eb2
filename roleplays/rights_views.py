"""Who may certify, why, and what a lead trainer decides about it."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from people import audit
from people.models import Role, User, UserQuerySet
from roleplays.guards import assessors_only
from roleplays.models import CertifyingRight, Change
from roleplays.models.drift import LAST, LEAST, agreement

ASSESSORS_A_PAGE = 40


class DecisionForm(forms.Form):
    """`kept` is offered only where there is a doubt to answer."""

    change = forms.ChoiceField(label=gettext_lazy("Decision"), widget=forms.RadioSelect)
    reason = forms.CharField(
        max_length=500, label=gettext_lazy("Why"), help_text=gettext_lazy("The trainer reads it in the log."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, *args, in_doubt: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        lost = (Change.LOST.value, _("Take the right away: practice only, until the next calibration"))
        kept = (Change.KEPT.value, _("Let the right stand"))
        self.fields["change"].choices = [kept, lost] if in_doubt else [lost]
        if not in_doubt:
            self.fields["change"].initial = lost[0]


@require_safe
@assessors_only
def rights(request: HttpRequest) -> HttpResponse:
    page = Paginator(assessors(request.user), ASSESSORS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "roleplays/rights/list.html", {"page": page, "rows": rows(page.object_list, timezone.now())})


@require_http_methods(["GET", "POST"])
@assessors_only
def right_of(request: HttpRequest, pk: int) -> HttpResponse:
    """The log of one person, and for a lead trainer the decision."""
    person = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    now, log = timezone.now(), CertifyingRight.objects.filter(person=person)
    right, in_doubt = log.in_force(now).first(), log.in_doubt().first()
    may_decide = right is not None and person.pk != request.user.pk
    form = DecisionForm(request.POST or None, in_doubt=in_doubt is not None) if may_decide else None
    if form and form.is_valid():
        CertifyingRight.decide(person, by=request.user, at=now, **form.cleaned_data)
        messages.success(request, _("Decided. It stands in the log."))
        return redirect("roleplays:right_of", pk)
    if person.pk != request.user.pk:
        audit.viewed(request, person)
    related = log.select_related("by", "calibration__calibration_set")
    context = {"last": LAST, "least": LEAST} | {
        "person": person,
        "right": right,
        "in_doubt": in_doubt,
        "log": related,
        "form": form,
        "drift": agreement(person, now),
    }
    return render(request, "roleplays/rights/log.html", context)


def assessors(reader: User) -> UserQuerySet:
    """Whoever scores role-plays, or once had the right to certify, among the people whom the reader may see."""
    scorers = Q(role__in=[Role.TRAINER, Role.ADMINISTRATOR]) | Q(
        pk__in=CertifyingRight.objects.order_by().values("person")
    )
    return (
        User.objects.active()
        .visible_to(reader)
        .filter(scorers)
        .select_related("dealership")
        .order_by("employee_number")
    )


def rows(people, at) -> list[dict]:
    """In two queries for all of them."""
    people = list(people)
    log = CertifyingRight.objects.filter(person__in=[each.pk for each in people])
    in_force = {row.person_id: row for row in log.in_force(at)}
    in_doubt = {row.person_id: row for row in log.in_doubt()}
    return [{"person": each, "right": in_force.get(each.pk), "in_doubt": in_doubt.get(each.pk)} for each in people]
