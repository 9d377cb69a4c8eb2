"""The rules of the role-plays' addresses."""

from django.utils.translation import gettext_lazy as _

from people.rules import About, Rule, Who

RULES = [
    Rule(
        ("roleplays:board", "roleplays:open"), Who.ASSESSORS, About.VISIBLE, _("The board of people to be scored"),
        _("Whoever scores finds the people of their own place, and nobody else."),
    ),
    Rule(
        ("roleplays:person", "roleplays:observe"), Who.OBSERVERS, About.VISIBLE,
        _("What a person can be scored on, and scoring them on the job"),
        _("Managers score what they see on the service drive with the trainers’ check sheets; it is no role-play."),
        trail=True,
    ),
    Rule(
        ("roleplays:manifest", "roleplays:worker", "roleplays:shell"), Who.ANYBODY, About.NOBODY,
        _("The scoring screen as an app"),
        _("Name, pictures and the empty screen, kept on the device for when there is no network; nothing of anybody."),
    ),
    Rule(
        ("roleplays:plans", "roleplays:plan", "roleplays:plan_clock", "roleplays:door_note", "roleplays:plan_calendar"),
        Who.SIGNED_IN, About.VISIBLE, _("Planned sessions: when, where, who; their clock, door note, calendar file"),
        _("Whoever takes part finds the place and the hour; whoever scores or leads sees those of their people. "
          "Nothing of the case stands there."), trail=True,
    ),
    Rule(
        ("roleplays:calendar", "roleplays:renew_calendar", "roleplays:end_calendar"), Who.SIGNED_IN, About.ONESELF,
        _("The private address of one’s own calendar: made, shown once, ended"),
        _("Only its owner makes and ends it; only a digest of it is kept."),
    ),
    Rule(
        ("roleplays:calendar_feed",), Who.ANYBODY, About.ONESELF,
        _("One’s own planned sessions, for a calendar that cannot sign in"),
        _("Whoever has the address reads when, where and with whom its owner’s sessions are, and nothing of the case. "
          "Guessing is limited; its owner ends it."),
    ),
    Rule(
        ("roleplays:plan_card",), Who.SIGNED_IN, About.VISIBLE, _("The customer’s card of a planned session"),
        _("For whoever plays the customer or assesses; for the advisor who performs it does not exist."), trail=True,
    ),
    Rule(
        ("roleplays:make_plan", "roleplays:move_plan", "roleplays:cancel_plan", "roleplays:prepare", "roleplays:begin",
         "roleplays:plan_paper"),
        Who.ASSESSORS, About.VISIBLE, _("Planning a session, moving, cancelling and beginning it"),
        _("Whoever scores plans for the people of their own place; only the assessors of a session begin it."),
        trail=True,
    ),
    Rule(
        ("roleplays:own_view", "roleplays:object"), Who.SIGNED_IN, About.ONESELF,
        _("The advisor’s own view before the result, and an objection after it"),
        _("Only whoever performed rates themselves and objects, once."), trail=True,
    ),
    Rule(
        ("roleplays:objections", "roleplays:answer"), Who.ASSESSORS, About.VISIBLE, _("Answering objections"),
        _("A trainer of the advisor’s place or region who neither assessed nor opened the session, nor played in it."),
        trail=True,
    ),
    Rule(
        ("roleplays:areas", "roleplays:area", "roleplays:audit_area", "roleplays:retire_area", "roleplays:audited"),
        Who.OBSERVERS, About.NOBODY, _("Areas and their 5S audits"),
        _("Whoever leads or trains at a place audits its areas and follows how they do. It is no result of a person."),
    ),
    Rule(
        ("roleplays:calibration", "roleplays:begin_calibration", "roleplays:calibration_*",
         "roleplays:submit_calibration"),
        Who.ASSESSORS, About.ONESELF, _("Calibration: gold performances, and the comparison with their reference"),
        _("A trainer scores them blind. Nobody else reads the comparison: they may have the set before them."),
    ),
    Rule(
        ("roleplays:rights", "roleplays:right_of"), Who.ASSESSORS, About.VISIBLE,
        _("Who may certify, and why; a lead trainer’s decision about it"),
        _("Whoever scores sees how assessors of their place stand, and decides about others, never about themselves."),
        trail=True,
    ),
    Rule(
        ("roleplays:*",), Who.OBSERVERS, About.ASSESSED, _("The score sheet while it is filled in"),
        _("A sheet belongs to its assessor until it is released; nobody else sees or changes it."),
    ),
    Rule(
        ("roleplays:decide",), Who.ASSESSORS, About.VISIBLE, _("A third assessor takes a performance in dispute"),
        _("Somebody who has given no sheet decides between sheets that differ, and then sees them."),
    ),
    Rule(
        ("role_plays_agreement*",), Who.AUTHORS, About.VISIBLE, _("Agreement of assessors"),
        _("Trainers see where their sheets are read differently; names only of people whom they may see."),
    ),
    Rule(
        ("role_plays_pass_mark", "role_plays_estimates"), Who.AUTHORS, About.VISIBLE,
        _("The pass mark of a role-play: what advises, who set it and why; a judge’s estimates"),
        _("A trainer sets it with a reason; figures are those of people whom they may see. No machine sets it."),
    ),
    Rule(
        ("roleplays:result", "roleplays:photograph"), Who.SIGNED_IN, About.VISIBLE,
        _("The released result, with its photographs"),
        _("The advisor learns from it and the manager helps; nothing is shown before it is released. "
          "Photographs have no public address."), trail=True,
    ),
    Rule(
        ("roleplays:recordings", "roleplays:recording_people", "roleplays:withdraw_recording"),
        Who.SIGNED_IN, About.VISIBLE, _("Who can be heard in a session, whether it is recorded, and having it deleted"),
        _("Whoever is in the room agrees, sees that it is recorded, and can have the recording deleted at once; "
          "nobody else finds the page."),
    ),
    Rule(
        ("roleplays:start_recording", "roleplays:name_somebody", "roleplays:remove_somebody",
         "roleplays:recording_bytes", "roleplays:recording_state", "roleplays:finish_recording",
         "roleplays:discard_recording"),
        Who.ASSESSORS, About.ASSESSED, _("Recording a session, and sending a file of it"),
        _("Only assessors of the session record, and only with the consent of everybody in it. It is in the trail "
          "that a recording was begun, and why it was deleted."), trail=True,
    ),
    Rule(
        ("roleplays:recording", "roleplays:add_moment", "roleplays:delete_moment"),
        Who.SIGNED_IN, About.VISIBLE, _("Playing a recording, and comments on its moments"),
        _("Assessors while they score, without seeing each other’s comments; after release the advisor and whoever "
          "sees them. It has no public address and is played, not handed out."), trail=True,
    ),
    Rule(
        ("wagtailsnippets_roleplays_goldperformance:*", "wagtailsnippetchoosers_roleplays_goldperformance:*",
         "wagtailsnippets_roleplays_calibrationset:*", "wagtailsnippetchoosers_roleplays_calibrationset:*", "gold_*"),
        Who.ADMINISTRATORS, About.NOBODY, _("Gold performances and calibration sets"),
        _("Trainers are measured by them, so they do not read the reference before."),
    ),
    Rule(
        ("wagtailsnippets_roleplays_*", "wagtailsnippetchoosers_roleplays_*", "check_sheet_*"),
        Who.AUTHORS, About.NOBODY, _("Check sheets"), _("Trainers write what is looked at."),
    ),
]  # fmt: skip
