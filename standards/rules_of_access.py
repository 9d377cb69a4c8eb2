"""The rules of the standard's addresses."""

from django.utils.translation import gettext_lazy as _

from people.rules import About, Rule, Who

RULES = [
    Rule(
        ("standards:list", "standards:clause"), Who.SIGNED_IN, About.NOBODY, _("The service standard"),
        _("Everybody who works by the standard may read it."),
    ),
    Rule(
        ("standards_coverage", "standards_coverage_picture", "standards_impact", "wagtailsnippets_standards_*",
         "wagtailsnippetchoosers_standards_*"),
        Who.AUTHORS, About.VISIBLE, _("Clauses, their coverage, and what a changed clause touches"),
        _("Authors see what a change asks of them; certificates only of people they may see. "
          "Only administrators change a clause."),
    ),
]  # fmt: skip
