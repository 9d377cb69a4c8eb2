"""The rules of people's own addresses."""

from django.utils.translation import gettext_lazy as _

from people.rules import About, Rule, Who

RULES = [
    Rule(
        ("people:profile",), Who.SIGNED_IN, About.ONESELF, _("Profile"),
        _("Everybody sees and corrects what is kept about them."),
    ),
    Rule(
        ("invitation", "scan", "people:code", "people:welcome", "people:welcome_passkey"), Who.ANYBODY, About.NOBODY,
        _("The way in with a code from a sheet, a screen or a mail"),
        _("Whoever was invited has no password yet; a name is shown only to whoever holds a good code."),
    ),
    Rule(
        ("people:second_factor",), Who.SIGNED_IN, About.ONESELF, _("Setting up a second factor"),
        _("For whoever needs one it is the only page until they have it."),
    ),
    Rule(
        ("people:invitations", "people:invite", "people:show_invitation", "people:withdraw_invitation"),
        Who.LEADERS, About.VISIBLE, _("Invitations: codes with which people get in"),
        _("A code opens an account, so managers make them for advisors whom they see only, administrators for all."),
        trail=True,
    ),
    Rule(
        ("people:directory",), Who.LEADERS, About.VISIBLE, _("Finding a person by name, pinyin or employee number"),
        _("Managers find those whom they see, administrators everybody; the record behind a name has its own rule."),
    ),
    Rule(
        ("people:table",), Who.SIGNED_IN, About.VISIBLE, _("A list as a file for Excel"),
        _("Whoever may open a list may take away what it shows them, and nothing more; nobody gets a table of a list "
          "that is shut to them."), trail=True,
    ),
    Rule(
        ("people:acting", "people:stop_acting"), Who.DELEGATORS, About.ONESELF, _("Naming who acts for oneself"),
        _("Whoever is away decides who stands in; everything that such a person does stays under their own name."),
        trail=True,
    ),
    Rule(
        ("people:privacy", "people:consent", "people:ask_for_copy"), Who.SIGNED_IN, About.ONESELF,
        _("My data: consents, a copy of everything, who looked"), _("The data are the person’s own."),
    ),
    Rule(
        ("people:copy",), Who.SIGNED_IN, About.ONESELF, _("The copy of one’s data as a file"),
        _("Only whoever asked for it: the person, or an administrator to whom they came."), trail=True,
    ),
    Rule(
        ("people_privacy*",), Who.ADMINISTRATORS, About.EVERYBODY, _("Copying and erasing somebody’s data"),
        _("On the person’s request; it is in the trail, and the person sees it."), trail=True,
    ),
    Rule(
        ("people_retention",), Who.ADMINISTRATORS, About.NOBODY, _("Retention dates"),
        _("How long something is kept is decided in one place; each change is in the trail."), trail=True,
    ),
    Rule(
        ("people:rules",), Who.SIGNED_IN, About.NOBODY, _("This statement"),
        _("Whose data is kept may know who sees it; nothing here is secret."),
    ),
    Rule(
        ("wagtailusers_users:*", "memberships:*", "delegations:*"), Who.ADMINISTRATORS, About.EVERYBODY,
        _("People, their places of work, and who acts for whom"),
        _("Somebody has to enter and correct people; every change is in the trail."), trail=True,
    ),
    Rule(
        ("regions:*", "dealerships:*", "brands:*", "teams:*", "wagtailusers_groups:*"),
        Who.ADMINISTRATORS, About.NOBODY, _("Brands, regions, dealerships, teams, groups"),
        _("The tree decides who sees whom, so only administrators change it."),
    ),
    Rule(
        ("people_import*",), Who.ADMINISTRATORS, About.EVERYBODY, _("Import of people from a file"),
        _("The file names very many people; only who may enter each of them may enter all of them."), trail=True,
    ),
    Rule(
        ("people_audit*",), Who.ADMINISTRATORS, About.EVERYBODY, _("Audit trail: search and export"),
        _("Who watches over access must be able to see it; looking and exporting leave entries too."), trail=True,
    ),
]  # fmt: skip
