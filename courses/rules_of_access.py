"""The rules of the courses' addresses."""

from django.utils.translation import gettext_lazy as _

from people.rules import About, Rule, Who

RULES = [
    Rule(
        ("courses:*",), Who.SIGNED_IN, About.ONESELF, _("Learning: begin a course, finish a lesson, keep the place"),
        _("What somebody learns is written for themselves only."),
    ),
]  # fmt: skip
