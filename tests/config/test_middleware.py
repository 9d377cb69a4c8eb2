"""The policy that nearly every response has is put together once, and is the same as django-csp's own."""

import pytest
from config.middleware import ADMIN_POLICY, ContentSecurityPolicy
from csp.constants import HEADER, NONCE, SELF
from csp.exceptions import CSPNonceError
from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponse


def plain(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def with_nonce(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(request.csp_nonce))


def of_admin(request: HttpRequest) -> HttpResponse:
    response = HttpResponse()
    response._csp_update = ADMIN_POLICY
    return response


def exempt(request: HttpRequest) -> HttpResponse:
    response = HttpResponse()
    response._csp_exempt = True
    return response


def with_its_own(request: HttpRequest) -> HttpResponse:
    return HttpResponse(headers={HEADER: "default-src 'none'"})


@pytest.mark.parametrize("view", [plain, of_admin, exempt, with_its_own])
def test_it_is_that_of_django_csp(rf, view):
    ours, theirs = (made(view)(rf.get("/")).headers for made in (ContentSecurityPolicy, CSPMiddleware))
    assert ours == theirs


def test_a_nonce_is_in_the_policy_of_its_response_alone(rf, settings):
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": {"script-src": [SELF, NONCE]}}
    middleware = ContentSecurityPolicy(with_nonce)
    first, second = middleware(rf.get("/")), middleware(rf.get("/"))
    assert f"'nonce-{first.text}'" in first[HEADER]
    assert first.text not in second[HEADER]


def test_no_nonce_is_given_out_after_the_policy(rf):
    request = rf.get("/")
    ContentSecurityPolicy(plain)(request)
    with pytest.raises(CSPNonceError):
        str(request.csp_nonce)


def test_who_is_signed_in_is_found_at_once(signed_in, lin):
    assert type(signed_in(lin).get("/en/me/").wsgi_request.user) is type(lin)
