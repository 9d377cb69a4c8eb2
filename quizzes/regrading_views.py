"""Regrading in Wagtail's admin, for administrators: what a corrected key would do, the decision, and what it did."""

from functools import cached_property

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db import transaction
from django.db.models import Count, F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from courses.models import Outcome
from people import audit
from people.audit import Action
from quizzes import regrading, tasks
from quizzes.models import Question, QuizPage, Regrade
from quizzes.models.regrades import LONGEST_REASON
from quizzes.regrading import Plan
from standards.uses import in_active_language

ROWS = 50
NEEDED = "quizzes.add_regrade"


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("What was wrong with the key. It stays with each result that changes."),
    )  # fmt: skip
    fingerprint = forms.CharField(widget=forms.HiddenInput)


class RegradingView(WagtailAdminTemplateMixin, TemplateView):
    header_icon = "rotate"
    page_title = gettext_lazy("Regrades")
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.has_perm(NEEDED):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict]:
        every = {"url": reverse("quizzes_regrades"), "label": RegradingView.page_title}
        return [*self.breadcrumbs_items, every, {"url": "", "label": self.get_page_title()}]

    def page_of(self, rows) -> Page:
        return Paginator(rows, ROWS).get_page(self.request.GET.get("p"))

    def titles_of(self, attempts) -> dict:
        return QuizPage.titles({attempt.quiz for attempt in attempts}, get_language())


class RegradesView(RegradingView):
    """Everything that was regraded, and where to begin."""

    template_name = "quizzes/regrading/all.html"

    def get_breadcrumbs_items(self) -> list[dict]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs) -> dict:
        page = self.page_of(counted(Regrade.objects.select_related("by")).order_by("-at", "-pk"))
        shown = questions_of({regrade.question for regrade in page})
        rows = [(regrade, shown.get(regrade.question)) for regrade in page]
        return super().get_context_data(**kwargs) | {"page": page, "rows": rows}


class QuestionRegradeView(RegradingView):
    """The dry run for one question; posting a reason decides."""

    template_name = "quizzes/regrading/question.html"

    @cached_property
    def question(self) -> Question:
        return get_object_or_404(Question, pk=self.kwargs["pk"])

    @cached_property
    def plan(self) -> Plan:
        return regrading.plan(self.question)

    def get_page_title(self) -> str:
        return _("Regrade %(code)s") % {"code": self.question.code}

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        if form.cleaned_data["fingerprint"] != self.plan.fingerprint:
            messages.warning(request, _("Key or results have changed meanwhile. This is what would happen now."))
            return redirect("quizzes_regrade_question", self.question.pk)
        if not self.plan.changes:
            return redirect("quizzes_regrade_question", self.question.pk)
        return redirect("quizzes_regrade", self.decide(form.cleaned_data["reason"]).pk)

    @transaction.atomic
    def decide(self, reason: str) -> Regrade:
        at, by = timezone.now(), self.request.user
        regrade = Regrade.objects.create(
            question=self.question.translation_key, item=self.plan.item.to_json(), by=by, at=at, reason=reason.strip()
        )
        audit.record(by, Action.SCORE_CHANGED, regrade, at=at, request=self.request, question=self.question.code)
        tasks.regrade_later(regrade.pk)
        return regrade

    def get_context_data(self, **kwargs) -> dict:
        results = self.plan.results
        page = self.page_of(results)
        titles = self.titles_of([change.attempt for change in page])
        context = {
            "question": self.question,
            "stem": questions_of({self.question.translation_key})[self.question.translation_key].stem,
            "plan": self.plan,
            "page": page,
            "rows": [(change, titles.get(change.attempt.quiz, "")) for change in page],
            "failing": sum(change.flips == Outcome.FAILED for change in results),
            "passing": sum(change.flips == Outcome.PASSED for change in results),
            "quiet": len(self.plan.changes) - len(results),
            "certificates": regrading.certificates_of(results),
            "earlier": Regrade.objects.filter(question=self.question.translation_key).select_related("by"),
            "form": ReasonForm(initial={"fingerprint": self.plan.fingerprint}),
        }
        return super().get_context_data(**context | kwargs)


class RegradeView(RegradingView):
    """One decision: who, when, why, and each learner's result before and after."""

    template_name = "quizzes/regrading/regrade.html"

    @cached_property
    def regrade(self) -> Regrade:
        return get_object_or_404(counted(Regrade.objects.select_related("by")), pk=self.kwargs["pk"])

    @cached_property
    def question(self) -> Question | None:
        return questions_of({self.regrade.question}).get(self.regrade.question)

    def get_page_title(self) -> str:
        return self.question.code if self.question else _("A question that is gone")

    def get_context_data(self, **kwargs) -> dict:
        rows = self.regrade.regraded.defer("item_before").select_related("attempt__person__dealership")
        rows = rows.defer("attempt__paper").order_by("outcome_after", "pk")
        page = self.page_of([row for row in rows if row.is_other_result])
        titles = self.titles_of([row.attempt for row in page])
        context = {
            "regrade": self.regrade,
            "question": self.question,
            "page": page,
            "rows": [(row, titles.get(row.attempt.quiz, "")) for row in page],
            "certificates": regrading.certificates_since(self.regrade),
        }
        return super().get_context_data(**kwargs) | context


def counted(regrades):
    """With how many attempts each touched, and how many results it changed."""
    other = Q(regraded__percent_before__isnull=False) & ~Q(regraded__percent_before=F("regraded__percent_after"))
    return regrades.annotate(touched=Count("regraded"), changed=Count("regraded", filter=other))


def questions_of(keys: set) -> dict:
    return in_active_language(Question.objects.filter(translation_key__in=keys).select_related("locale"))
