"""The rules of the team's addresses."""

from django.utils.translation import gettext_lazy as _

from people.rules import About, Rule, Who

RULES = [
    Rule(
        ("tracking:*",), Who.LEADERS, About.VISIBLE, _("The team: matrix, assignments, and their files"),
        _("Whoever answers for people sees where they stand, and of other places nothing. Files are in the trail."),
        trail=True,
    ),
    Rule(
        ("tracking:notices", "tracking:read_notices"), Who.SIGNED_IN, About.ONESELF, _("Notices"),
        _("Everybody reads what they themselves are reminded of."),
    ),
    Rule(
        ("tracking:reports", "tracking:stop_report"), Who.LEADERS, About.VISIBLE, _("Reports by mail"),
        _("They go only to those who answer for the dealership on that day, and to each what they may see."),
        trail=True,
    ),
    Rule(
        ("tracking:packs", "tracking:pack", "tracking:pack_file", "tracking:cancel_pack"), Who.LEADERS, About.VISIBLE,
        _("The auditor’s pack of a dealership"),
        _("Whoever answers for a dealership hands its evidence to the auditor; only whoever asked for a pack can "
          "fetch it, and only while they answer for the dealership."), trail=True,
    ),
    Rule(
        ("tracking:overview", "tracking:forecast", "tracking:forecast_of"), Who.LEADERS, About.VISIBLE,
        _("Many dealerships at a glance, and their next half year"),
        _("Figures of the dealerships whose people one sees, beside those of the whole network. No person is named."),
    ),
    Rule(
        ("tracking:reminder_plan",), Who.LEADERS, About.NOBODY, _("How a dealership reminds its people"),
        _("Whoever answers for a dealership decides when and by which way its people are reminded."),
    ),
    Rule(
        ("tracking:person",), Who.LEADERS, About.VISIBLE,
        _("One person’s record"),
        _("The evidence behind the matrix. The person can see who looked."), trail=True,
    ),
]  # fmt: skip
