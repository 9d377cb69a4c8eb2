from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from certificates.key_views import signing_keys
from certificates.models import Certificate, Certification, Design
from certificates.printable import FONTS
from people.wagtail_hooks import ForAdministrators


class CertificationViewSet(SnippetViewSet):
    model = Certification
    icon = "success"
    list_display = ["code", "title_zh", "title_en", "valid_months", "is_offered"]
    search_fields = ["code", "title_zh", "title_en"]
    add_to_admin_menu = True
    menu_order = 320


class DesignViewSet(SnippetViewSet):
    model = Design
    icon = "doc-full-inverse"
    list_display = ["name", "style", "words", "palette"]
    add_to_admin_menu = True
    menu_order = 325


register_snippet(CertificationViewSet)
register_snippet(DesignViewSet)


@hooks.register("register_admin_urls")
def addresses() -> list:
    return [
        path("certificate-fonts/<str:name>", font, name="certificate_font"),
        path("signing-keys/", signing_keys, name="signing_keys"),
    ]


@hooks.register("register_settings_menu_item")
def keys_in_menu() -> MenuItem:
    return ForAdministrators(_("Signing keys"), reverse("signing_keys"), icon_name="key", order=640)


def font(request: HttpRequest, name: str) -> HttpResponse:
    """For the preview of a design; the fonts lie outside of the static files, since no other page loads them."""
    found = next((each for each in FONTS.glob("*.ttf") if each.name == name), None)
    if found is None:
        raise Http404
    headers = {"Cache-Control": "private, max-age=31536000"}
    return FileResponse(found.open("rb"), content_type="font/ttf", headers=headers)


@hooks.register("before_delete_snippet")
def keep_what_people_hold(request: HttpRequest, instances: list) -> HttpResponse | None:
    """Asked before one is deleted and before many are."""
    certifications = [each for each in instances if isinstance(each, Certification)]
    if not Certificate.objects.filter(certification__in=certifications).exists():
        return None
    messages.error(request, gettext("People hold certificates of it, so it is kept. Untick “offered” instead."))
    return redirect("wagtailsnippets_certificates_certification:list")
