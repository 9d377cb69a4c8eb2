"""What is done to many questions at once: tags added and taken away, and the status."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.log_actions import log
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from quizzes import writing
from quizzes.forms import TagsField
from quizzes.models import Question, Status, Tag
from quizzes.models.questions import ASKED
from quizzes.written import draft_of

NEEDED = "quizzes.change_question"


class TagsForm(forms.Form):
    add = TagsField(
        required=False, label=gettext_lazy("Add these tags"), help_text=gettext_lazy("With commas between.")
    )
    remove = forms.ModelMultipleChoiceField(
        Tag.objects.all(), required=False, label=gettext_lazy("Take these tags away"),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if not Tag.objects.exists():
            del self.fields["remove"]

    def clean(self) -> dict:
        data = super().clean()
        if not data.get("add") and not data.get("remove"):
            raise forms.ValidationError(_("Say which tags to add or to take away."))
        return data


class StatusForm(forms.Form):
    status = forms.ChoiceField(
        label=gettext_lazy("Status"),
        choices=[("", gettext_lazy("Choose a status")), *Status.choices],  # none stands there that was not meant
        help_text=gettext_lazy("Retired questions come on no new paper. Attempts that had them keep them."),
    )  # fmt: skip


class QuestionBulkAction(SnippetBulkAction):
    """Both languages of a question at once, whichever was ticked."""

    models = [Question]
    template_name = "quizzes/admin/bulk.html"
    button = gettext_lazy("Save")

    def check_perm(self, question: Question) -> bool:
        return self.request.user.has_perm(NEEDED)

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        once = {each["item"].translation_key: each for each in reversed(context["items"])}
        own = {"items": list(reversed(once.values())), "action_name": self.aria_label, "button": self.button}
        return context | own

    def get_execution_context(self) -> dict:
        return super().get_execution_context() | {"user": self.request.user, "said": self.cleaned_form.cleaned_data}


class TagBulkAction(QuestionBulkAction):
    display_name = gettext_lazy("Tags")
    aria_label = gettext_lazy("Change the tags of the chosen questions")
    action_type = "tag"
    action_priority = 10
    form_class = TagsForm

    @classmethod
    def execute_action(cls, objects: Iterable[Question], user=None, said=None, **kwargs) -> tuple[int, int]:
        versions = versions_of(objects)
        for question in versions:
            question.tags.add(*said["add"])
            question.tags.remove(*said.get("remove", ()))
            question.save()
            log(question, "wagtail.edit", user=user)
        return len({question.translation_key for question in versions}), 0

    def get_success_message(self, number: int, _children: int) -> str:
        return ngettext(
            "%(number)d question has its new tags.", "%(number)d questions have their new tags.", number
        ) % {"number": number}


class StatusBulkAction(QuestionBulkAction):
    display_name = gettext_lazy("Status")
    aria_label = gettext_lazy("Change the status of the chosen questions")
    action_type = "status"
    action_priority = 20
    form_class = StatusForm

    @classmethod
    def execute_action(cls, objects: Iterable[Question], user=None, said=None, **kwargs) -> tuple[int, int]:
        """What cannot be asked stays as it is; the second number says of how many that is true."""
        done, left = set(), set()
        for question in versions_of(objects):
            if said["status"] in ASKED and writing.errors(draft_of(question)):
                left.add(question.translation_key)
        for question in versions_of(objects):
            if question.translation_key not in left | done:
                question.put_into(said["status"])
                done.add(question.translation_key)
                for version in question.versions:
                    log(version, "wagtail.edit", user=user)
        return len(done), len(left)

    def get_success_message(self, number: int, left: int) -> str:
        done = ngettext("%(number)d question was changed.", "%(number)d questions were changed.", number)
        if not left:
            return done % {"number": number}
        rest = ngettext(
            "%(left)d cannot be asked as it is written and stays as it was.",
            "%(left)d cannot be asked as they are written and stay as they were.",
            left,
        )
        return f"{done % {'number': number}} {rest % {'left': left}}"


def versions_of(objects: Iterable[Question]) -> list[Question]:
    """The questions in every language, in an order that is always the same."""
    keys = {question.translation_key for question in objects}
    rows = Question.objects.filter(translation_key__in=keys).order_by("code", "pk")
    return list(rows.prefetch_related("options", "parts", "regions"))
