from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from certificates.models import Certificate, Certification


class CertificationViewSet(SnippetViewSet):
    model = Certification
    icon = "success"
    list_display = ["code", "title_zh", "title_en", "valid_months", "is_offered"]
    search_fields = ["code", "title_zh", "title_en"]
    add_to_admin_menu = True
    menu_order = 320


register_snippet(CertificationViewSet)


@hooks.register("before_delete_snippet")
def keep_what_people_hold(request: HttpRequest, instances: list) -> HttpResponse | None:
    """Asked before one is deleted and before many are."""
    certifications = [each for each in instances if isinstance(each, Certification)]
    if not Certificate.objects.filter(certification__in=certifications).exists():
        return None
    messages.error(request, _("People hold certificates of it, so it is kept. Untick “offered” instead."))
    return redirect("wagtailsnippets_certificates_certification:list")
