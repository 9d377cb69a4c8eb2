"""`{% icon "check" %}` in every template: a page has a dozen, and a template for each took a tenth of its time."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawing of the sheet of icons; what it means stands beside it in words."""
    use = f"{static('img/icons.svg')}#{name}"
    return format_html('<svg class="icon" aria-hidden="true" focusable="false"><use href="{}"></use></svg>', use)
