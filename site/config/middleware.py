"""What holds for every address: exceptions to the settings, and what no address is asked to handle."""

from collections.abc import Callable

from csp.constants import HEADER, HEADER_REPORT_ONLY, SELF, UNSAFE_INLINE
from csp.middleware import CheckableLazyObject, CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware, get_user
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import activate, get_language

from people.sessions import found_along

GetResponse = Callable[[HttpRequest], HttpResponseBase]

# Wagtail 7.4's own editor starts its date choosers and inline panels by inline scripts and styles its text editor
# inline; neither takes a nonce. So the admin, which only authors enter, is let off; no page of ours is.
ADMIN_POLICY = {"script-src": [SELF, UNSAFE_INLINE], "style-src": [SELF, UNSAFE_INLINE]}
# Whose forms lead to the sign-in of somebody else; browsers hold a form's redirects to the policy of its page.
LEADS_ELSEWHERE = {
    "account_login", "socialaccount_connections", "openid_connect_login", "saml_login", "wecom_login", "dingtalk_login",
    "feishu_login",
}  # fmt: skip
NO_DEVICES = "camera=(), microphone=(), geolocation=(), display-capture=()"
NEVER_CACHED = "max-age=0, no-cache, no-store, must-revalidate, private"
LARGEST_ID = 2**63 - 1


class ContentSecurityPolicy(CSPMiddleware):
    """django-csp's own, which puts the policy together anew for each response; nearly all have the same one."""

    # What a response or the nonce of its request would change it by.
    OWN = {f"_csp_{what}{tail}" for what in ("config", "update", "replace", "exempt") for tail in ("", "_ro")}
    NONCE = "_csp_nonce"

    def __init__(self, get_response: GetResponse) -> None:
        super().__init__(get_response)
        policies = {HEADER: build_policy(), HEADER_REPORT_ONLY: build_policy(report_only=True)}
        self.policies = {header: policy for header, policy in policies.items() if policy}

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if settings.DEBUG or self.NONCE in request.__dict__ or not self.OWN.isdisjoint(response.__dict__):
            return super().process_response(request, response)
        for header, policy in self.policies.items():
            response.setdefault(header, policy)
        request.csp_nonce = CheckableLazyObject(self._csp_nonce_post_response)  # none is given out any more
        return response


class Authentication(AuthenticationMiddleware):
    """Every address asks who is signed in, so nothing is won by finding the person later, and a lazy one takes longer
    for each thing that it is asked."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = found_along(request.session) or get_user(request)


def content_security_policy_of_admin(get_response: GetResponse) -> GetResponse:
    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if request.path.startswith("/admin/"):
            response._csp_update = ADMIN_POLICY
        return response

    return middleware


def language_of_admin(get_response: GetResponse) -> GetResponse:
    """The admin's addresses have no language: it speaks that of the person, not that of the browser.

    Whoever chooses another in Wagtail's own account settings has that.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith("/admin/") and request.user.is_authenticated:
            activate(request.user.language)
            request.LANGUAGE_CODE = get_language()
        return get_response(request)

    return middleware


def no_devices(get_response: GetResponse) -> GetResponse:
    """No page asks for camera, microphone or place; the few that record say so themselves."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.setdefault("Permissions-Policy", NO_DEVICES)
        return response

    return middleware


def way_elsewhere(get_response: GetResponse) -> GetResponse:
    """Where a page's forms lead to the sign-in of somebody else, that is allowed, and whoever comes back finds their
    language again: the address to come back to has none."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        found = request.resolver_match
        if settings.SOCIALACCOUNT_PROVIDERS and found and found.view_name in LEADS_ELSEWHERE:
            response._csp_update = {"form-action": settings.SIGN_IN_ORIGINS}
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                get_language(),
                secure=settings.HTTPS,
                httponly=True,
                samesite="Lax",
            )
        return response

    return middleware


def nothing_private_is_kept(get_response: GetResponse) -> GetResponse:
    """Workshop computers are shared: after somebody has signed out, the back button shows nothing of theirs.

    A response that says itself how it may be cached, as pictures and videos do, is left as it is.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            response["Cache-Control"] = NEVER_CACHED
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
