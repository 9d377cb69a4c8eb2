"""The doors of the website: where each role starts, whether it is alive, and its uploaded files."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.db import connection
from django.db.models.fields.files import FieldFile
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.views.decorators.http import require_safe
from wagtail.documents.models import Document
from wagtail.documents.views.serve import serve
from wagtail.documents.wagtail_hooks import check_view_restrictions
from wagtail.url_routing import RouteResult
from wagtail.views import serve as wagtail_serve

from courses import published
from courses.files import file_response

STARTS = {
    "trainer": "roleplays:board",
    "manager": "tracking:matrix",
    "regional_manager": "tracking:matrix",
    "administrator": "tracking:matrix",
}


@login_not_required
@require_safe
def entrance(request: HttpRequest) -> HttpResponse:
    """The bare address: to the start page, in the person's language or, signed out, in the browser's."""
    if request.user.is_authenticated:
        translation.activate(request.user.language)
    return redirect("start")


@login_not_required
def nowhere(request: HttpRequest, **parts: str) -> HttpResponse:
    """Of SAML's sign-out, which allauth would do for whoever sends an unsigned message."""
    raise Http404


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    return redirect(STARTS.get(request.user.role, "start_courses"))


@require_safe
def courses(request: HttpRequest) -> HttpResponse:
    """The home page of the language, which Wagtail serves at the root of the language."""
    return redirect(f"/{translation.get_language()}/")


def page(request: HttpRequest, path: str) -> HttpResponse:
    """A page of the tree: found in memory where that is enough, then served by Wagtail with all that it asks."""
    if found := published.of(request).page_at(request, path):
        request._wagtail_route_for_request = RouteResult(found)
    return wagtail_serve(request, path)


@login_not_required
@require_safe
def admin_door(request: HttpRequest) -> HttpResponse:
    """Where Wagtail sends whoever may not enter: sign-in, or for people who are signed in the plain answer, 404.

    Sent to the sign-in page, they would be sent back, and round and round.
    """
    if request.user.is_authenticated:
        raise Http404
    return redirect_to_login(request.GET.get("next", "/admin/"))


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponse:
    """Pictures of lessons, for people who are signed in. Documents go through Wagtail, which knows their privacy."""
    if not path.startswith(("images/", "original_images/")):
        raise Http404
    try:
        return file_response(request, default_storage.open(path))
    except (OSError, ValueError, SuspiciousFileOperation):  # no such file, a folder, a way out of the folder
        raise Http404 from None


@require_safe
def document(request: HttpRequest, pk: str, filename: str) -> HttpResponse:
    """Videos are asked for in parts, which Wagtail's own view does not give. A bucket answers those by itself."""
    wanted = get_object_or_404(Document, pk=pk)
    if "Range" not in request.headers or wanted.filename != filename or not is_on_disk(wanted.file):
        return serve(request, pk, filename)
    return check_view_restrictions(wanted, request) or file_response(request, wanted.file.open())


def is_on_disk(file: FieldFile) -> bool:
    try:
        return bool(file.path)
    except NotImplementedError:
        return False


def server_error(request: HttpRequest) -> HttpResponse:
    """The error page without a query: the database may be what failed."""
    return render(None, "500.html", {"LANGUAGE_CODE": translation.get_language()}, status=500)
