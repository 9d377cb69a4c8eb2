from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from roleplays.models import CheckSheet


class CheckSheetViewSet(SnippetViewSet):
    model = CheckSheet
    icon = "tasks"
    menu_label = _("Check sheets")
    menu_name = "check-sheets"
    menu_order = 310
    add_to_admin_menu = True
    list_display = ["title", "code", "locale"]


register_snippet(CheckSheetViewSet)
