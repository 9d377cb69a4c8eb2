"""The auditor's pack: ask for one, watch it, fetch it, cancel it."""

from django import forms
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people import audit
from people.models import Dealership
from tracking.assigning.forms import places_of
from tracking.models import Pack
from tracking.packs.index import keys_address

EARLIER = 10


class PackForm(forms.Form):
    dealership = forms.ModelChoiceField(
        Dealership.objects.none(), label=_("Dealership"), to_field_name="code", empty_label=None
    )

    def __init__(self, data, dealerships) -> None:
        super().__init__(data)
        self.fields["dealership"].queryset = dealerships


@require_http_methods(["GET", "HEAD", "POST"])
def packs(request: HttpRequest) -> HttpResponse:
    form = PackForm(request.POST or None, _dealerships(request))
    if request.method == "POST" and form.is_valid():
        return redirect(_asked(request, form.cleaned_data["dealership"]))
    mine = _mine(request).order_by("-asked_at", "-pk")[:EARLIER]
    return render(request, "tracking/packs.html", {"form": form, "packs": mine})


@require_safe
def pack(request: HttpRequest, pk) -> HttpResponse:
    """The page, or for htmx only the part that changes."""
    found = get_object_or_404(_mine(request), pk=pk)
    found.revive(timezone.now())
    template = "pack_progress.html" if request.htmx else "pack.html"
    return render(request, f"tracking/{template}", {"pack": found, "keys": keys_address()})


@require_safe
def pack_file(request: HttpRequest, pk) -> HttpResponse:
    found = get_object_or_404(_mine(request), pk=pk, state=Pack.State.DONE)
    about = {"dealership": found.dealership.code, "people": len(found.people), "sha256": found.digest}
    audit.exported(request, "pack.zip", found, **about)
    return FileResponse(found.file.open("rb"), as_attachment=True, filename=found.file_name)


@require_POST
def cancel(request: HttpRequest, pk) -> HttpResponse:
    found = get_object_or_404(_mine(request), pk=pk)
    found.cancel(timezone.now())
    return redirect(found)


@transaction.atomic
def _asked(request: HttpRequest, dealership: Dealership) -> Pack:
    now = timezone.now()
    found = Pack.ask(request.user, dealership, now)
    if found.asked_at == now:
        action = audit.Action.PACK_ASKED
        audit.record(request.user, action, found, at=now, request=request, dealership=dealership.code)
    return found


def _dealerships(request: HttpRequest):
    if not request.user.manages_team:
        raise Http404
    return places_of(request.user)["dealership"].order_by("code")


def _mine(request: HttpRequest):
    """Who no longer answers for a dealership no longer gets its pack."""
    return Pack.objects.filter(by=request.user, dealership__in=_dealerships(request)).select_related("dealership")
