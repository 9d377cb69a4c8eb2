"""The rules of the quizzes' addresses."""

from django.utils.translation import gettext_lazy as _

from people.rules import About, Rule, Who

RULES = [
    Rule(
        ("quizzes:*",), Who.SIGNED_IN, About.ONESELF, _("Sitting a quiz"),
        _("While an attempt runs, it belongs to nobody but its owner."),
    ),
    Rule(
        ("quizzes:worker", "quizzes:shell"), Who.ANYBODY, About.NOBODY, _("The screen of a question without a network"),
        _("Only the empty screen, kept on the device; the questions are in the tab of whoever sits the quiz."),
    ),
    Rule(
        ("quizzes:result", "quizzes:regraded"), Who.SIGNED_IN, About.VISIBLE,
        _("The result of an attempt, question by question"),
        _("Trainers and managers help where something went wrong."), trail=True,
    ),
    Rule(
        ("quizzes:marking", "quizzes:mark"), Who.ASSESSORS, About.VISIBLE, _("Answers that a trainer has to mark"),
        _("What people wrote is read by the trainers who may see them, and by nobody for themselves."),
    ),
    Rule(
        ("quizzes:practice", "quizzes:begin", "quizzes:practise"), Who.SIGNED_IN, About.ONESELF,
        _("Practice: the five of a day and drills on weak clauses"),
        _("Nobody else sees what somebody practises, and nothing of it is a result."),
    ),
    Rule(
        ("quizzes:people", "quizzes:person"), Who.RESPONSIBLE, About.VISIBLE,
        _("Where people are with a quiz, and what one of them is allowed besides its rules"),
        _("Who answers for people gives more time or another attempt; nobody to themselves."), trail=True,
    ),
    Rule(
        ("quizzes:withdraw",), Who.RESPONSIBLE, About.VISIBLE, _("Taking back what one person was allowed"),
        _("An exception that is no longer needed ends; what it gave to a running attempt stays."), trail=True,
    ),
    Rule(
        ("quizzes:word",), Who.ASSESSORS, About.NOBODY, _("The access word of a supervised sitting"),
        _("Only trainers see it, and it opens the quiz for the people they may see."),
    ),
    Rule(
        ("quizzes_statistics*",), Who.AUTHORS, About.NOBODY, _("Statistics of quizzes and questions"),
        _("Figures of everybody show no person; those of a place are only for who may see its people."),
    ),
    Rule(
        ("quizzes_regrade*",), Who.ADMINISTRATORS, About.EVERYBODY, _("Regrading after a key was corrected"),
        _("It changes results in every dealership; who, when and why stay with each of them."),
    ),
    Rule(
        ("wagtailsnippets_quizzes_*", "wagtailsnippetchoosers_quizzes_*"), Who.AUTHORS, About.NOBODY,
        _("The question bank, its import and export"), _("Questions and their keys are for those who write them."),
    ),
]  # fmt: skip
