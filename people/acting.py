"""Who acts for me while I am away: whoever manages or trains says so themselves, on a phone too."""

import datetime as dt

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from people import audit
from people.memberships import Delegation
from people.models import Role, User, UserQuerySet

LONGEST = dt.timedelta(days=180)


class ActingForm(forms.ModelForm):
    number = forms.CharField(label=gettext_lazy("Employee number of who acts for you"), max_length=32)

    class Meta:
        model = Delegation
        fields = ["first_day", "last_day"]
        widgets = {
            name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d") for name in ("first_day", "last_day")
        }

    field_order = ["number", "first_day", "last_day"]

    def __init__(self, *args, today: dt.date, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_number(self) -> str:
        number = self.cleaned_data["number"].strip().lower()
        delegate = may_act_for(self.instance.person).filter(employee_number=number).first()
        if delegate is None:
            raise ValidationError(_("Nobody of your dealership or region has this employee number."))
        self.instance.delegate = delegate
        return number

    def clean_last_day(self) -> dt.date:
        last_day = self.cleaned_data["last_day"]
        if last_day < self.today:
            raise ValidationError(_("This day is over."))
        if last_day > self.today + LONGEST:
            raise ValidationError(_("At most half a year ahead."))
        return last_day


def may_act_for(person: User) -> UserQuerySet:
    """Whom the person sees, and colleagues of the same region; no administrator, who needs it for none."""
    region = person.region_id or (person.dealership.region_id if person.dealership else None)
    near = Q(pk__in=User.objects.visible_to(person).values("pk"))
    if region:
        near |= Q(dealership__region=region) | Q(region=region)
    return User.objects.active().filter(near).exclude(pk=person.pk).exclude(role=Role.ADMINISTRATOR)


@require_http_methods(["GET", "POST"])
def acting(request: HttpRequest) -> HttpResponse:
    _may_delegate(request)
    today, person = timezone.localdate(), User.objects.get(pk=request.user.pk)
    row = Delegation(person=person, made_by=person, made_at=timezone.now())
    form = ActingForm(request.POST or None, instance=row, today=today, initial={"first_day": today})
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("%(name)s acts for you.") % {"name": row.delegate})
        return redirect("people:acting")
    rows = person.delegations.filter(revoked_at=None, last_day__gte=today).select_related("delegate")
    return render(request, "people/acting.html", {"form": form, "delegations": rows})


@require_POST
def stop_acting(request: HttpRequest, pk: int) -> HttpResponse:
    _may_delegate(request)
    row = get_object_or_404(Delegation, pk=pk, person=request.user)
    if row.revoked_at is None:
        now = timezone.now()
        row.revoke(by=request.user, at=now)
        audit.record(request.user, audit.Action.DELEGATION_ENDED, row, at=now, request=request)
    messages.success(request, _("%(name)s no longer acts for you.") % {"name": row.delegate})
    return redirect("people:acting")


def _may_delegate(request: HttpRequest) -> None:
    if not request.user.may_name_a_delegate:
        raise Http404
