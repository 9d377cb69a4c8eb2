from django import template

from tracking.reasons import why
from tracking.wall import shape
from tracking.words import state_word

register = template.Library()
register.filter("why", why)
register.filter("state_word", state_word)
register.filter("shape", shape)
