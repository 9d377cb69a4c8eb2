"""SAML where what somebody sends is no answer at all: that is a refusal, and no fault of this website."""

from allauth.account.internal.decorators import login_not_required
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.providers.saml.views import finish_acs
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from lxml.etree import LxmlError


@login_not_required
def finish(request: HttpRequest, organization_slug: str) -> HttpResponseBase:
    """A request that nobody here has made (PermissionDenied) is answered alike."""
    try:
        return finish_acs(request, organization_slug=organization_slug)
    except (LxmlError, PermissionDenied) as error:
        provider = get_adapter().get_provider(request, "saml", organization_slug)
        return render_authentication_error(request, provider, exception=error)
