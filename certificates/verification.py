"""The public pages that say whether a certificate holds: by QR code, by what is printed, or by the file itself."""

from django.contrib.auth.decorators import login_not_required
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from certificates import presented
from certificates.forms import CodeForm, FileForm, NameForm
from certificates.limits import limited
from certificates.models import Certificate

# What may be asked from one address; a company's whole reception desk may share one.
LOOK_UPS, FILES, NAMES = "60/m", "20/m", "10/m"


class InMemory(MemoryFileUploadHandler):
    """Nothing that is brought here touches a disk: what is too large for memory is not kept at all."""

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None) -> None:
        self.activated = content_length <= presented.LARGEST + 10_000  # the form round the file


@login_not_required
@require_safe
@limited("verify", LOOK_UPS)
def look_up(request: HttpRequest) -> HttpResponse:
    form = CodeForm(request.GET or None)
    if form.is_valid():
        return redirect("certificates:verify", code=form.cleaned_data["code"] or "-")
    return render(request, "certificates/look_up.html", {"form": form, "file_form": FileForm()})


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@limited("verify", LOOK_UPS)
@limited("verify_name", NAMES, methods=("POST",))
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """For anybody: what is certified, and whether it holds now. An unknown code gets an answer too, as a 404.

    Of a certificate whose holder was erased, the name on the paper can be tried.
    """
    certificate = presented.find(Certificate.objects.named(code))
    if certificate is None:
        context = {"code": code, "form": CodeForm(), "file_form": FileForm()}
        return render(request, "certificates/unknown.html", context, status=404)
    form = NameForm(request.POST or None)
    said = [form.cleaned_data["name"]] if request.method == "POST" and form.is_valid() else []
    return answer(request, certificate, names=said, name_form=form)


@login_not_required
@require_safe
@limited("verify", LOOK_UPS)
def short(request: HttpRequest, code: str) -> HttpResponse:
    return redirect("certificates:verify", code=code)


@csrf_exempt  # the handlers have to be chosen before the token is read; the protection is that of the next view
@login_not_required
@require_POST
def check_file(request: HttpRequest) -> HttpResponse:
    request.upload_handlers = [InMemory(request)]
    return check_file_in_memory(request)


@csrf_protect
@limited("verify_file", FILES)
def check_file_in_memory(request: HttpRequest) -> HttpResponse:
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "certificates/look_up.html", {"form": CodeForm(), "file_form": form}, status=422)
    found = presented.read(form.cleaned_data["file"].read())
    if not found.is_genuine:
        context = {
            "problems": found.problems,
            "name": form.cleaned_data["file"].name,
            "form": CodeForm(),
            "file_form": FileForm(),
        }
        return render(request, "certificates/not_genuine.html", context, status=422)
    return answer(request, found.certificate, found.names, file=found)


def answer(request: HttpRequest, certificate: Certificate, names=(), **more) -> HttpResponse:
    now = timezone.now()
    erasure = getattr(certificate, "erasure", None)
    context = {
        "certificate": certificate,
        "state": certificate.state(timezone.localdate(now)),
        "now": now,
        "erasure": erasure,
        "is_holder": any(erasure.knows(name) for name in names) if erasure and names else None,
        "names": names,
    }
    response = render(request, "certificates/verify.html", context | more)
    response["Cache-Control"] = "no-store"
    return response
