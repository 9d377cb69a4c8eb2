"""What the admin refuses, and what a screen of an attempt sends."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm

from quizzes import writing
from quizzes.geometry import WHOLE
from quizzes.paper import AnswerRefused, moved
from quizzes.scoring import Kind

DRAFT = "draft"
STEPS = {"up": -1, "down": 1}
ROWS = ("options", "parts", "regions")


class TagsField(forms.CharField):
    """Words with commas between them, as rows of `Tag`; a word that is new becomes one."""

    def prepare_value(self, value) -> str:
        return value if isinstance(value, str) else "，".join(str(tag) for tag in value or ())

    def clean(self, value) -> list:
        from quizzes.models import Tag  # the models have this form, so it cannot ask for them earlier

        names = dict.fromkeys(" ".join(name.split())[:50] for name in re.split("[,，、;；\n]", super().clean(value)))
        return [Tag.objects.get_or_create(name=name)[0] for name in names if name]

    def has_changed(self, initial, data) -> bool:
        return self.prepare_value(initial) != (data or "")


class QuestionForm(WagtailAdminModelForm):
    """Errors keep a question from being ready or tried; a draft may be as it is. Advice is asked about once."""

    tags = TagsField(required=False, label=gettext_lazy("Tags"), help_text=gettext_lazy("With commas between them."))
    overrule = forms.BooleanField(required=False, label=gettext_lazy("I have read the advice; save it as it is."))

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        same = type(self.instance).objects.filter(code=code, locale=self.instance.locale_id)
        if same.exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("Another question has this code already."))
        return code

    def clean(self) -> dict:
        data = super().clean()
        if "kind" in data:
            self._check(self._draft(data))
        return data

    def save(self, commit: bool = True):
        question = super().save(commit)
        if commit:
            question.put_into(question.status)
        return question

    def _check(self, draft: writing.Draft) -> None:
        if problem := writing.answer_problem(draft.kind, draft.answer):
            self.add_error("answer", problem)
        if self.cleaned_data.get("status") == DRAFT:
            return
        for problem in writing.errors(draft):
            if problem != writing.answer_problem(draft.kind, draft.answer):
                self.add_error(None, problem)
        if self.errors or self.cleaned_data.get("overrule"):
            return
        for words in writing.advice(draft):
            self.add_error("overrule", _("Advice: %(words)s") % {"words": words})

    def _draft(self, data: dict) -> writing.Draft:
        rows = {name: self._rows(name) for name in ROWS}
        return writing.Draft(
            kind=Kind(data["kind"]),
            stem=data.get("stem", ""),
            explanation=data.get("explanation", ""),
            answer=data.get("answer"),
            options=[
                writing.DraftOption(
                    row.get("text", ""), bool(row.get("correct")), row.get("part"), row.get("match", "")
                )
                for row in rows["options"]
            ],
            parts=[
                writing.DraftPart(row.get("kind", ""), row.get("text", ""), row.get("value")) for row in rows["parts"]
            ],
            regions=[
                writing.DraftRegion(row.get("name", ""), row["shape"], row.get("points", ""), bool(row.get("correct")))
                for row in rows["regions"]
                if row.get("shape")
            ],
            has_picture=bool(data.get("picture")),
        )

    def _rows(self, name: str) -> list[dict]:
        """The rows that stay, in the order of the screen."""
        forms = self.formsets[name].forms if name in self.formsets else []
        kept = [form.cleaned_data for form in forms if form.is_valid() and form.cleaned_data]
        kept = [data for data in kept if not data.get("DELETE")]
        return sorted(kept, key=lambda data: data.get("ORDER") or 0)


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
        for problem in self._pool_problems():
            self.add_error(None, problem)
        if data.get("feedback") == "closing" and not data.get("closes_at"):
            self.add_error("closes_at", _("Say when the quiz closes: what was right is shown after that."))
        if data.get("opens_at") and data.get("closes_at") and data["closes_at"] <= data["opens_at"]:
            self.add_error("closes_at", _("The quiz closes before it opens."))
        draws = [row for row in self._rows("draws") if row.get("source") and row.get("number")]
        for problem in self._draw_problems(draws, questions):
            self.add_error(None, problem)
        return data

    def _rows(self, name: str) -> list[dict]:
        """What the forms of a list say, without those to be deleted."""
        forms = self.formsets[name].forms if name in self.formsets else []
        rows = [form.cleaned_data for form in forms if form.is_valid() and form.cleaned_data]
        return [row for row in rows if not row.get("DELETE")]

    def _pool_problems(self) -> Iterator[str]:
        for form in self.formsets["bank_pools"].forms if "bank_pools" in self.formsets else []:
            row = form.cleaned_data if form.is_valid() else {}
            if not row or row.get("DELETE") or not row.get("number"):
                continue
            pool = form.instance
            if row["number"] > (there := len(pool.questions(self.instance.locale_id))):
                names = {"pool": pool.tag or pool.clause, "number": there}
                yield _("The pool “%(pool)s” has only %(number)d questions.") % names

    def _draw_problems(self, draws: list[dict], questions: list) -> Iterator[str]:
        listed = self.instance.listed_by([draw["source"] for draw in draws])
        taken = {question.translation_key for question in questions}
        for draw in draws:
            key, names = draw["source"].translation_key, {"quiz": draw["source"].title}
            there = [each.key for each in listed[key]]
            if key == self.instance.translation_key:
                yield _("A quiz cannot draw from itself.")
            elif draw["number"] > len(there):
                yield _("“%(quiz)s” has only %(number)d questions.") % (names | {"number": len(there)})
            elif not taken.isdisjoint(there):
                yield _("“%(quiz)s” has a question that this quiz has already. Take one of them out.") % names
            taken |= set(there)


class AnswerForm(forms.Form):
    """One answer as the screen sent it, a list of words in the order of the screen.

    `moved` is the option that a button moved by `steps`. A turn of a dialogue comes as `turn-1`, a gap as `gap-2`,
    a tap on the picture without JavaScript as `at.x` and `at.y` in pixels, the mark that a button takes away as `less`.
    """

    def __init__(self, data) -> None:
        super().__init__(data)
        turns = [value for name, value in data.items() if name.startswith("turn-")]
        self.chosen: list[str] = [each for each in [*data.getlist("answer"), *turns] if each]
        self.gaps = [f"{name[4:]}:{value}" for name, value in data.items() if name.startswith("gap-") and value.strip()]
        direction, _colon, self.moved = data.get("move", "").partition(":")
        self.steps = STEPS.get(direction, 0)

    @property
    def stays(self) -> bool:
        """Whether the screen comes again: something was moved, marked or unmarked on it, or more of it is to come."""
        return bool(self.steps) or "less" in self.data or "at.x" in self.data or self.data.get("go") == "here"

    @property
    def given_at(self) -> datetime | None:
        """When the device took the answer, in milliseconds as it says; None where it does not, or nothing sensible."""
        try:
            return datetime.fromtimestamp(int(self.data["given"]) / 1000, tz=UTC)
        except (KeyError, ValueError, OverflowError, OSError):
            return None

    @property
    def flag(self) -> bool:
        return "flag" in self.data

    @property
    def answer(self) -> list[str]:
        """Raises AnswerRefused when an option is to be moved that is not there, or a tap is beside the picture."""
        if self.steps:
            return moved(self.chosen, self.moved, self.steps)
        return [each for each in self.chosen if each != self.data.get("less")] + self.gaps + self._tap()

    def _tap(self) -> list[str]:
        if "at.x" not in self.data:
            return []
        try:
            x, y = int(self.data["at.x"]), int(self.data["at.y"])
            width, height = int(self.data["width"]), int(self.data["height"])
            return [f"{min(WHOLE, x * WHOLE // width)},{min(WHOLE, y * WHOLE // height)}"]
        except (KeyError, ValueError, ZeroDivisionError) as error:
            raise AnswerRefused from error


class HandMarkForm(forms.Form):
    """What one answer earns, in halves of a point."""

    points = forms.TypedChoiceField(label=gettext_lazy("Points"), coerce=Decimal, widget=forms.RadioSelect)
    comment = forms.CharField(
        label=gettext_lazy("To the learner"), required=False, max_length=1000, widget=forms.Textarea
    )

    def __init__(self, *args, of: int, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.steps = [Decimal(half) / 2 for half in range(2 * of + 1)]
        self.fields["points"].choices = [(str(step), str(step)) for step in self.steps]


class AllowanceForm(forms.Form):
    """What one person gets besides the rules, and why. `key` makes a second sending the same exception."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    attempts = forms.IntegerField(label=gettext_lazy("Attempts more"), min_value=0, max_value=20, required=False)
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes more"), min_value=0, max_value=480, required=False,
        help_text=gettext_lazy("For each attempt; an attempt that runs gets them at once."),
    )  # fmt: skip
    until = forms.DateTimeField(
        label=gettext_lazy("Open for this person until"), required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        help_text=gettext_lazy("Whatever the dates of the quiz say."),
    )  # fmt: skip
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200)

    def clean(self) -> dict:
        data = super().clean()
        if not self.errors and not (data["attempts"] or data["minutes"] or data["until"]):
            raise ValidationError(_("Say what is allowed: attempts, minutes, or a later end."))
        return data

    def allowance(self, person, by, at: datetime):
        from quizzes.models import Allowance  # the models have forms of this module

        data = self.cleaned_data | {name: self.cleaned_data[name] or 0 for name in ("attempts", "minutes")}
        return Allowance(person=person, by=by, at=at, **data)
