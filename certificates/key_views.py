"""The keys that sign: which there are and were, and new ones in their place. In the Wagtail admin."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from certificates import keys
from certificates.forms import ReasonForm
from certificates.models import KeyRotation
from people.models import Role


@require_http_methods(["GET", "POST"])
def signing_keys(request: HttpRequest) -> HttpResponse:
    if request.user.role != Role.ADMINISTRATOR:
        raise Http404
    form = ReasonForm(request.POST or None)
    may_rotate = keys.are_ours_to_rotate()
    if request.method == "POST" and may_rotate and form.is_valid():
        keys.rotate(request.user, timezone.now(), form.cleaned_data["reason"])
        messages.success(request, _("New keys sign from now on. Copy them to your backup."))
        return redirect("signing_keys")
    context = {
        "keys": keys.published(),
        "rotations": KeyRotation.objects.select_related("by")[:20],
        "form": form,
        "may_rotate": may_rotate,
        "header_title": _("Signing keys"),
        "page_title": _("Signing keys"),
        "header_icon": "key",
    }
    return render(request, "certificates/signing_keys.html", context)
