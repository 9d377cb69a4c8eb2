from django.http import HttpRequest
from wagtail import hooks
from wagtail.models import Page


@hooks.register("before_serve_page")
def remember_page_shown(page: Page, request: HttpRequest, *args) -> None:
    """The shell offers the same page in the other language, so it must know which page this is."""
    request.page_shown = page
