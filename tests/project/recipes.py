"""How to fill in the parts of each address that asks for an object, so that it is one of Lin's, and who may have it.

A new address needs a line here: its name, and from the world of `whole` (tests/project/conftest.py) what its parts are.
Who may have it follows from its rule of access; `only` says it where the rule's words leave it to the object.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from people.privacy.consents import VERSION
from people.tables import tables

Parts = Callable[[Any], list]


@dataclass(frozen=True)
class Recipe:
    """`parts` in the order of the address. `shows`: words of Lin's that are there for whoever may have it."""

    parts: Parts
    method: str
    shows: tuple[str, ...] = ()
    only: frozenset[str] | None = None
    data: dict[str, str] = field(default_factory=dict)


def look(parts: Parts, *shows: str, only: str = "") -> Recipe:
    return Recipe(parts, "get", shows, frozenset(only.split()) if only else None)


def act(parts: Parts, *shows: str, only: str = "", **data: str) -> Recipe:
    return Recipe(parts, "post", shows, frozenset(only.split()) if only else None, data)


NAME = "Lin Xiao"
CHINESE = "林晓"
# Who leads or trains where Lin works, or acts for one of them.
LED = "xu chen regional admin stand_in"

RECIPES: dict[str, Recipe] = {
    # people
    "people:consent": act(lambda of: ["score"], only="everybody", decision="given", version=VERSION),
    "people:copy": look(lambda of: [of.copy.pk], NAME, only="lin"),
    "people:stop_acting": act(lambda of: [of.delegation.pk], only="chen"),
    "people:show_invitation": act(lambda of: [of.lin.pk], CHINESE),
    "people:withdraw_invitation": act(lambda of: [of.lin.pk]),
    "mfa_edit_webauthn": look(lambda of: [of.passkey.pk], only="lin"),
    "mfa_remove_webauthn": look(lambda of: [of.passkey.pk], only="lin"),
    # courses and quizzes: pages are everybody's, attempts are not
    "courses:start_course": act(lambda of: [of.course.pk], only="everybody"),
    "courses:finish_lesson": act(lambda of: [of.lesson.pk], only="everybody"),
    "courses:remember_position": act(lambda of: [of.lesson.pk], only="everybody"),
    "quizzes:start": act(lambda of: [of.quiz.pk], only="everybody"),
    "quizzes:attempt": look(lambda of: [of.attempt.pk], only="lin"),
    "quizzes:question": look(lambda of: [of.attempt.pk, 1], only="lin"),
    "quizzes:practise": look(lambda of: [of.drill.pk, 1], only="lin"),
    "quizzes:save": act(lambda of: [of.attempt.pk, 1], only="lin"),
    "quizzes:submit": act(lambda of: [of.attempt.pk], only="lin"),
    "quizzes:result": look(lambda of: [of.done.pk]),
    "quizzes:regraded": look(lambda of: [of.regraded.pk]),
    "quizzes_regrade": look(lambda of: [of.regraded.regrade_id]),
    "quizzes_regrade_question": look(lambda of: [of.question.pk]),
    "quizzes:mark": look(lambda of: [of.hand_mark.pk], "Words of Lin"),
    "quizzes:paper": look(lambda of: [of.attempt.pk], only="lin"),
    "quizzes:person": look(lambda of: [of.quiz.pk, of.lin.pk], CHINESE),
    "quizzes:withdraw": act(lambda of: [of.allowance.pk]),
    "quizzes:word": act(lambda of: [of.quiz.pk]),
    # role-plays
    "roleplays:person": look(lambda of: [of.lin.pk], CHINESE),
    "roleplays:score": look(lambda of: [of.session.pk], only="xu"),
    "roleplays:events": act(lambda of: [of.session.pk], only="xu"),
    "roleplays:start": act(lambda of: [of.session.pk], only="xu"),
    "roleplays:mark": act(lambda of: [of.session.pk], only="xu"),
    "roleplays:undo": act(lambda of: [of.session.pk], only="xu"),
    "roleplays:comment": act(lambda of: [of.session.pk], only="xu"),
    "roleplays:add_photographs": act(lambda of: [of.session.pk], only="xu"),
    "roleplays:delete_photograph": act(lambda of: [of.open_photograph.pk], only="xu"),
    "roleplays:review": look(lambda of: [of.session.pk], only="xu"),
    "roleplays:submit": act(lambda of: [of.session.pk], only="xu"),
    "roleplays:cancel": act(lambda of: [of.session.pk], only="xu"),
    "roleplays:waiting": look(lambda of: [of.disputed.pk], only="xu"),
    "roleplays:decide": act(lambda of: [of.disputed.pk], only="admin xu"),
    "roleplays:photograph": look(lambda of: [of.photograph.pk]),
    "roleplays:make_plan": look(lambda of: [of.lin.pk], CHINESE),
    "roleplays:plan": look(lambda of: [of.plan.pk], CHINESE),
    "roleplays:plan_clock": look(lambda of: [of.plan.pk]),
    "roleplays:door_note": look(lambda of: [of.plan.pk], CHINESE),
    "roleplays:plan_calendar": look(lambda of: [of.plan.pk]),
    "roleplays:plan_card": look(lambda of: [of.plan.pk], only="admin xu"),
    "roleplays:plan_paper": look(lambda of: [of.plan.pk], CHINESE),
    "roleplays:move_plan": look(lambda of: [of.plan.pk], CHINESE),
    "roleplays:cancel_plan": look(lambda of: [of.plan.pk], CHINESE),
    "roleplays:prepare": act(lambda of: [of.plan.pk], only="xu"),
    "roleplays:begin": act(lambda of: [of.plan.pk], only="xu"),
    "roleplays:area": look(lambda of: [of.area.pk], "Workshop", only=LED),
    "roleplays:audit_area": act(lambda of: [of.area.pk], only=LED),
    "roleplays:retire_area": act(lambda of: [of.area.pk], only=LED),
    "roleplays:audited": look(lambda of: [of.area_audit.pk], "Workshop", only=LED),
    "roleplays:paper": look(lambda of: [of.session.pk], CHINESE, only="xu"),
    "roleplays:calibration_of": look(lambda of: [of.calibration.pk], only="xu"),
    "roleplays:calibration_sheet": look(lambda of: [of.calibration.pk, 1], only="xu"),
    "roleplays:calibration_mark": act(lambda of: [of.calibration.pk, 1], only="xu", tap="W-01 done"),
    "roleplays:calibration_comment": act(lambda of: [of.calibration.pk, 1], only="xu", item="W-01"),
    "roleplays:submit_calibration": act(lambda of: [of.calibration.pk], only="xu"),
    "roleplays:right_of": look(lambda of: [of.lin.pk], CHINESE),
    "roleplays:own_view": look(lambda of: [of.session.pk], only="lin"),
    "roleplays:object": look(lambda of: [of.released.pk], only="lin"),
    "roleplays:answer": look(lambda of: [of.objection.pk], CHINESE, only="admin"),
    "roleplays:recordings": look(lambda of: [of.released.pk], CHINESE, only="lin xu"),
    "roleplays:recording_people": look(lambda of: [of.released.pk], CHINESE, only="lin xu"),
    "roleplays:name_somebody": act(lambda of: [of.released.pk], only="xu"),
    "roleplays:remove_somebody": act(lambda of: [of.also_there.pk], only="xu"),
    "roleplays:start_recording": act(lambda of: [of.released.pk], only="xu"),
    "roleplays:recording": look(lambda of: [of.recording.key]),
    "roleplays:recording_bytes": look(lambda of: [of.recording.key], only="xu"),
    "roleplays:recording_state": act(lambda of: [of.recording.key], only="xu"),
    "roleplays:finish_recording": act(lambda of: [of.recording.key], only="xu"),
    "roleplays:discard_recording": act(lambda of: [of.recording.key], only="xu"),
    "roleplays:withdraw_recording": look(lambda of: [of.recording.key], CHINESE, only="lin xu"),
    "roleplays:add_moment": act(lambda of: [of.recording.key]),
    "roleplays:delete_moment": act(lambda of: [of.moment.pk], only="xu"),
    "roleplays:result": look(lambda of: [of.released.pk], "Calm throughout."),
    # certificates
    "certificates:detail": look(lambda of: [of.certificate.serial], CHINESE),
    "certificates:pdf": look(lambda of: [of.certificate.serial], CHINESE),
    "certificates:card": look(lambda of: [of.certificate.serial], CHINESE),
    "certificates:picture": look(lambda of: [of.certificate.serial], only="lin"),
    "badges:document": look(lambda of: [of.certificate.serial], "identityHash"),
    "badges:token": look(lambda of: [of.certificate.serial]),
    "badges:picture": look(lambda of: [of.certificate.serial]),
    "certificates:batch": look(lambda of: [of.batch.pk], only="chen"),
    "certificates:batch_file": look(lambda of: [of.batch.pk], NAME, only="chen"),
    "certificates:cancel_batch": act(lambda of: [of.batch.pk], only="chen"),
    "certificates:give_sign_off": act(lambda of: [of.certification.pk, of.lin.pk]),
    "certificates:withdraw_sign_off": act(lambda of: [of.sign_off.pk]),
    "certificates:issue": look(lambda of: [of.lin.pk], CHINESE),
    "certificates:revoke": look(lambda of: [of.certificate.serial], CHINESE),
    "certificates:suspend": look(lambda of: [of.certificate.serial], CHINESE),
    "certificates:lift": look(lambda of: [of.certificate.serial], CHINESE),
    "certificates:replace": look(lambda of: [of.certificate.serial], CHINESE),
    # the team
    "tracking:person": look(lambda of: [of.lin.pk], CHINESE),
    "tracking:assignment": look(lambda of: [of.assignment.pk], CHINESE),
    "tracking:end_assignment": act(lambda of: [of.assignment.pk]),
    "tracking:excuse": act(lambda of: [of.duty.pk]),
    "tracking:ask_again": act(lambda of: [of.duty.pk]),
    "tracking:forecast_of": look(lambda of: [of.lin.dealership.code], "Riverside"),
    "tracking:pack": look(lambda of: [of.pack.pk], only="chen"),
    "tracking:pack_file": look(lambda of: [of.pack.pk], NAME, only="chen"),
    "tracking:cancel_pack": act(lambda of: [of.pack.pk], only="chen"),
    "tracking:stop_report": act(lambda of: [of.report.pk]),
    # the administration: people
    "people_import": look(lambda of: [of.draft.pk], NAME),
    "people_import_columns": act(lambda of: [of.draft.pk]),
    "people_import_commit": act(lambda of: [of.draft.pk]),
    "people_import_retry": act(lambda of: [of.draft.pk]),
    "people_import_undo": act(lambda of: [of.draft.pk]),
    "people_privacy": look(lambda of: [of.lin.pk], CHINESE),
    "people_privacy_copy": act(lambda of: [of.lin.pk]),
    "people_privacy_erase": act(lambda of: [of.lin.pk]),
    **{f"wagtailusers_users:{name}": look(lambda of: [of.lin.pk]) for name in ("copy", "delete", "edit", "history")},
    **{f"wagtailusers_users:{name}": look(lambda of: [of.lin.pk]) for name in ("history_results", "usage")},
    **{
        f"memberships:{name}": look(lambda of: [of.membership.pk])
        for name in ("delete", "edit", "history", "history_results", "usage")
    },
    **{
        f"delegations:{name}": look(lambda of: [of.delegation.pk])
        for name in ("delete", "edit", "history", "history_results", "usage")
    },
    "role_plays_pass_mark": look(lambda of: [of.role_play_key], only="xu admin harbour_trainer"),
    "role_plays_estimates": look(lambda of: [of.role_play_key], only="xu admin harbour_trainer"),
    "role_plays_agreement_of": look(lambda of: [of.role_play_key], only="xu admin harbour_trainer"),
}

# Lists that are one address with a part: everybody of the role gets one, and Lin is on it only for who sees her.
LISTS: dict[str, Parts] = {
    "people:table": lambda of: [[table.name, kind] for table in tables() for kind in ("csv", "xlsx")],
    "quizzes:people": lambda of: [[of.quiz.pk]],
}

# What takes a part and holds nothing about a person, each for a reason.
ABOUT_NOBODY = {
    "brands:delete": "places, not people; administrators only: test_every_address.py",
    "regions:delete": "places, not people",
    "dealerships:delete": "places, not people",
    "teams:delete": "places, not people",
    "wagtailsnippets_quizzes_question:duplicate": "a question, and no answer of anybody",
    "wagtailsnippets_quizzes_question:edit": "a question",
    "wagtailsnippets_quizzes_question:import_preview": "questions of a file",
    "wagtailsnippets_quizzes_question:import_retry": "questions of a file",
    "wagtailsnippets_quizzes_question:picture": "a picture of a question",
    "wagtailsnippets_quizzes_question:try": "a question as learners see it; nothing is kept",
    "account_confirm_email": "a link from a mail, signed",
    "account_reset_password_from_key": "a link from a mail, signed",
    "badges:achievement": "what a certification asks for",
    "badges:status": "bits without names",
    "badges:status_token": "bits without names",
    "check_sheet_export": "what is looked at, not who",
    "check_sheet_import": "what is looked at",
    "check_sheet_preview": "rows of a file",
    "certificate_font": "fonts of designs",
    "certificates:verify": "for whoever has the code: tests/certificates/test_verification.py",
    "roleplays:calendar_feed": "for whoever has the address: tests/roleplays/test_calendar_feed.py",
    "gold_performance": "what trainers are measured by; administrators only: tests/roleplays/test_gold.py",
    "gold_set": "the same",
    "document": "files of lessons: tests/config/test_media.py",
    "media": "files of lessons, and nothing else: tests/config/test_media.py",
    "openid_connect_callback": "sign-in: tests/people/test_sign_in_elsewhere.py",
    "openid_connect_login": "sign-in",
    "quizzes_statistics_question": "figures of everybody: no person can be seen",
    "quizzes_statistics_quiz": "figures of everybody: no person can be seen",
    "saml_acs": "sign-in",
    "saml_finish_acs": "sign-in",
    "saml_login": "sign-in",
    "saml_metadata": "sign-in",
    "saml_sls": "never there",
    "scan": "for whoever has the code: tests/people/test_invitations.py",
    "short_verification": "for whoever has the code",
    "standards:clause": "the standard is everybody's",
    "wagtail_serve": "pages; the progress on them is one's own: tests/courses/test_pages.py",
}
