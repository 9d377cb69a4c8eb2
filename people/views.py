from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from people.audit.persons import person_saved
from people.forms import ProfileForm
from people.models import User
from people.second_factor import lacks_factor


@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    # A fresh row: a refused form must not show its values in the page's header.
    person = User.objects.select_related("dealership", "region").get(pk=request.user.pk)
    form = ProfileForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        before = {name: form.initial.get(name) for name in form.changed_data}
        person_saved(request, form.save(), before)
        messages.success(request, _("Saved."))
        return redirect("people:profile")
    today = timezone.localdate()
    context = {
        "form": form,
        "person": person,
        "memberships": person.memberships.with_places(),
        "acts_for": person.acts_for.on(today).select_related("person"),
        "lacks_factor": lacks_factor(person),
        "represented_by": person.delegations.on(today).select_related("delegate"),
    }
    return render(request, "people/profile.html", context)


@require_safe
def second_factor(request: HttpRequest) -> HttpResponse:
    """Why, and the two ways; the only page there is for whoever has to and has none."""
    policy = lacks_factor(request.user)
    in_force = policy is not None and policy.is_in_force(timezone.localdate())
    return render(request, "people/second_factor.html", {"policy": policy, "is_in_force": in_force})
