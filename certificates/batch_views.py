"""Certificates of many people as one file: ask for it, watch it, fetch it, cancel it."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from certificates.forms import BatchForm
from certificates.models import Batch, Certificate


@require_http_methods(["GET", "POST"])
def batches(request: HttpRequest) -> HttpResponse:
    """The newest certificate of everybody whom the reader may see, for those who answer for others."""
    if not request.user.manages_team:
        raise Http404
    certificates = newest_of_everybody(request)
    form = BatchForm(request.POST or None)
    if request.method == "POST" and certificates and form.is_valid():
        return redirect(Batch.ask(request.user, certificates, form.cleaned_data["kind"], timezone.now()))
    earlier = Batch.objects.filter(by=request.user)[:10]
    return render(request, "certificates/batches.html", {"form": form, "count": len(certificates), "earlier": earlier})


@require_safe
def batch(request: HttpRequest, pk) -> HttpResponse:
    """The page, or for htmx only the part that changes."""
    found = get_object_or_404(Batch, pk=pk, by=request.user)
    found.revive(timezone.now())
    template = "batch_progress.html" if request.htmx else "batch.html"
    return render(request, f"certificates/{template}", {"batch": found})


@require_safe
def batch_file(request: HttpRequest, pk) -> HttpResponse:
    found = get_object_or_404(Batch, pk=pk, by=request.user, state=Batch.State.DONE)
    return FileResponse(found.file.open("rb"), as_attachment=True, filename=f"certificates.{found.kind}")


@require_POST
def cancel_batch(request: HttpRequest, pk) -> HttpResponse:
    found = get_object_or_404(Batch, pk=pk, by=request.user)
    found.cancel(timezone.now())
    return redirect(found)


def newest_of_everybody(request: HttpRequest) -> list[int]:
    """By dealership and name, so that a pile of paper can be handed out."""
    held = Certificate.objects.visible_to(request.user).newest().not_revoked()
    return list(held.order_by("dealership_zh", "name", "pk").values_list("pk", flat=True))
