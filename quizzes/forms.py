"""What the admin refuses, and what a screen of an attempt sends."""

from collections.abc import Iterator

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm

from quizzes.paper import moved
from quizzes.scoring import Kind

OPTIONS_AT_LEAST = {Kind.SINGLE: 2, Kind.MULTIPLE: 2, Kind.ORDERING: 3}
OPTIONS_AT_MOST = 9  # each is chosen by a digit
STEPS = {"up": -1, "down": 1}


class QuestionForm(WagtailAdminModelForm):
    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        same = type(self.instance).objects.filter(code=code, locale=self.instance.locale_id)
        if same.exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("Another question has this code already."))
        return code

    def clean(self) -> dict:
        data = super().clean()
        if "kind" in data:
            self._check(Kind(data["kind"]), data.get("answer"))
        return data

    def _check(self, kind: Kind, answer: bool | None) -> None:
        for problem in option_problems(kind, self._options()):
            self.add_error(None, problem)
        if problem := answer_problem(kind, answer):
            self.add_error("answer", problem)

    def _options(self) -> list[bool]:
        """For each option that stays, whether it is ticked as right."""
        forms = self.formsets["options"].forms if "options" in self.formsets else []
        kept = [form.cleaned_data for form in forms if form.is_valid() and form.cleaned_data]
        return [bool(data.get("correct")) for data in kept if not data.get("DELETE")]


class QuizPageForm(WagtailAdminPageForm):
    def clean(self) -> dict:
        data = super().clean()
        if self.is_deferred_validation or "slots" not in self.formsets:
            return data
        questions = [row["question"] for row in self._rows("slots") if row.get("question")]
        if len(set(questions)) != len(questions):
            self.add_error(None, _("A question is in the list twice. Take one of them out."))
        if (data.get("draw") or 0) > len(questions):
            self.add_error("draw", _("There are only %(number)d questions in the list.") % {"number": len(questions)})
        draws = [row for row in self._rows("draws") if row.get("source") and row.get("number")]
        for problem in self._draw_problems(draws, questions):
            self.add_error(None, problem)
        return data

    def _rows(self, name: str) -> list[dict]:
        """What the forms of a list say, without those to be deleted."""
        forms = self.formsets[name].forms if name in self.formsets else []
        rows = [form.cleaned_data for form in forms if form.is_valid() and form.cleaned_data]
        return [row for row in rows if not row.get("DELETE")]

    def _draw_problems(self, draws: list[dict], questions: list) -> Iterator[str]:
        listed = self.instance.listed_by([draw["source"] for draw in draws])
        taken = {question.translation_key for question in questions}
        for draw in draws:
            key, names = draw["source"].translation_key, {"quiz": draw["source"].title}
            there = [slot.question.translation_key for slot in listed[key]]
            if key == self.instance.translation_key:
                yield _("A quiz cannot draw from itself.")
            elif draw["number"] > len(there):
                yield _("“%(quiz)s” has only %(number)d questions.") % (names | {"number": len(there)})
            elif not taken.isdisjoint(there):
                yield _("“%(quiz)s” has a question that this quiz has already. Take one of them out.") % names
            taken |= set(there)


class AnswerForm(forms.Form):
    """The option keys of one answer, in the order of the screen; `moved` is the one that a button moved by `steps`."""

    def __init__(self, data) -> None:
        super().__init__(data)
        self.chosen: list[str] = data.getlist("answer")
        direction, _colon, self.moved = data.get("move", "").partition(":")
        self.steps = STEPS.get(direction, 0)

    @property
    def answer(self) -> list[str]:
        """Raises AnswerRefused when an option is to be moved that is not there."""
        return moved(self.chosen, self.moved, self.steps) if self.steps else self.chosen


def answer_problem(kind: Kind, answer: bool | None) -> str:
    """What is wrong with the truth of a statement, as a sentence for its author, or ""."""
    if kind is Kind.TRUE_FALSE and answer is None:
        return _("Say whether the statement is true or false.")
    if kind is not Kind.TRUE_FALSE and answer is not None:
        return _("Only a true or false question has a statement that is true or false: choose nothing here.")
    return ""


def option_problems(kind: Kind, options: list[bool]) -> list[str]:
    """What is wrong with the options, as sentences for their author. `options` says of each whether it is right."""
    if kind is Kind.TRUE_FALSE:
        return [_("A true or false question has no options of its own: delete them.")] if options else []
    problems = []
    if len(options) < OPTIONS_AT_LEAST[kind]:
        problems.append(_("This kind of question has at least %(least)d options.") % {"least": OPTIONS_AT_LEAST[kind]})
    if len(options) > OPTIONS_AT_MOST:
        problems.append(_("A question has at most %(number)d options.") % {"number": OPTIONS_AT_MOST})
    return problems + _key_problems(kind, sum(options))


def _key_problems(kind: Kind, right: int) -> list[str]:
    if kind is Kind.SINGLE and right != 1:
        return [_("A single choice question has exactly one right option; %(number)d are ticked.") % {"number": right}]
    if kind is Kind.MULTIPLE and right < 1:
        return [_("A multiple choice question has at least one right option: tick it.")]
    return []
