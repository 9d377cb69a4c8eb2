"""What holds for every address: exceptions to the settings, and what no address is asked to handle."""

from collections.abc import Callable

from csp.constants import SELF, UNSAFE_INLINE
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import add_never_cache_headers

GetResponse = Callable[[HttpRequest], HttpResponseBase]

# Wagtail 7.4's own editor starts its date choosers and inline panels by inline scripts and styles its text editor
# inline; neither takes a nonce. So the admin, which only authors enter, is let off; no page of ours is.
ADMIN_POLICY = {"script-src": [SELF, UNSAFE_INLINE], "style-src": [SELF, UNSAFE_INLINE]}
LARGEST_ID = 2**63 - 1


def content_security_policy_of_admin(get_response: GetResponse) -> GetResponse:
    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if request.path.startswith("/admin/"):
            response._csp_update = ADMIN_POLICY
        return response

    return middleware


def nothing_private_is_kept(get_response: GetResponse) -> GetResponse:
    """Workshop computers are shared: after somebody has signed out, the back button shows nothing of theirs.

    A response that says itself how it may be cached, as pictures and videos do, is left as it is.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response

    return middleware


class NothingHasThisAddress:
    """404 where no row can be meant: SQLite fails on a number beyond 64 bits, PostgreSQL on a NUL character."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict) -> None:
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            raise Http404
        if any(isinstance(number, int) and number > LARGEST_ID for number in kwargs.values()):
            raise Http404
