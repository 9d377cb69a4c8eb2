from django import template
from django.utils import timezone

from quizzes.today import Five, five_of

register = template.Library()


@register.simple_tag
def todays_five(person) -> Five | None:
    return five_of(person, timezone.localdate())
