from django import template

from tracking.reasons import why

register = template.Library()
register.filter("why", why)
