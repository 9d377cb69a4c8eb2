"""The lead trainer's screen for a role-play's pass mark: what advises, what was set before, setting it; judges."""

from datetime import date

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from roleplays import standards_set
from roleplays.figures import Figures, figures
from roleplays.models import Edition, Estimates, IncompleteCheckSheet, PassMark, Rating
from roleplays.picture import picture
from roleplays.reports import RolePlayView
from roleplays.sheets import Section


class PassMarkForm(forms.ModelForm):
    """A session that is planned already keeps the mark of the day on which it was planned."""

    class Meta:
        model = PassMark
        fields = ["percent", "in_force_from", "reason"]
        widgets = {
            "in_force_from": forms.DateInput(attrs={"type": "date"}),
            "reason": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "in_force_from": gettext_lazy("For sessions planned from that day on. Those planned before keep theirs."),
            "reason": gettext_lazy("What speaks for it, such as the cut scores above, and who was heard."),
        }

    def __init__(self, *args, today: date, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.initial.setdefault("in_force_from", today)

    def clean_in_force_from(self) -> date:
        day = self.cleaned_data["in_force_from"]
        if day < self.today:
            raise forms.ValidationError(_("This day is past: no pass mark is changed afterwards."))
        return day


class EstimatesForm(forms.Form):
    """A percentage for each item, by its code."""

    def __init__(self, *args, sections: tuple[Section, ...], before: dict[str, int], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.parts = []
        for section in sections:
            codes = []
            for item in section.items:
                self.fields[item.code] = forms.IntegerField(
                    min_value=0, max_value=100, label=item.behaviour, initial=before.get(item.code),
                    widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
                )  # fmt: skip
                codes.append(item.code)
            self.parts.append((section.title, codes))

    @property
    def sections(self) -> list[tuple[str, list[forms.BoundField]]]:
        return [(title, [self[code] for code in codes]) for title, codes in self.parts]


class OfRolePlay(RolePlayView):
    @cached_property
    def edition(self) -> Edition | None:
        """The check sheet as it stands; None while it is not complete."""
        sheet = self.role_play.check_sheet
        try:
            return sheet.edition(timezone.now()) if sheet else None
        except IncompleteCheckSheet:
            return None

    @cached_property
    def panel(self) -> standards_set.Panel | None:
        return standards_set.panel_of(self.role_play, self.edition) if self.edition else None


class PassMarkView(OfRolePlay):
    template_name = "roleplays/reports/pass_mark.html"

    @cached_property
    def figures(self) -> Figures:
        return figures(self.role_play.translation_key, self.request.user)

    def get_context_data(self, **kwargs) -> dict:
        found, now = self.figures, timezone.now()
        shown = {
            "role_play": self.role_play,
            "figures": found,
            "picture": picture(found.ratings, found.line) if found.has_line else None,
            "ratings": standards_set.rating_rows(found, Rating.choices),
            "panel": self.panel,
            "has_judged": self._has_judged(),
            "pass_mark": PassMark.of(self.role_play, now),
            "history": standards_set.history(self.role_play, now),
        }
        form = kwargs.pop("form", None) or PassMarkForm(today=timezone.localdate())
        return super(RolePlayView, self).get_context_data(**kwargs) | shown | {"form": form}

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        form = PassMarkForm(request.POST, today=timezone.localdate())
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        line = self.figures.line if self.figures.has_line else None
        PassMark.decide(
            self.role_play, by=request.user, at=timezone.now(), advised=standards_set.advised(line, self.panel),
            **form.cleaned_data,
        )  # fmt: skip
        messages.success(request, _("Set. Sessions that are planned already keep their pass mark."))
        return redirect("role_plays_pass_mark", self.role_play.pk)

    def _has_judged(self) -> bool:
        own = Estimates.objects.filter(role_play=self.role_play.translation_key, judge=self.request.user.pk)
        return own.filter(edition=self.edition).exists()


class EstimatesView(OfRolePlay):
    """One judge's own sheet. What others expect is shown beside the pass mark, once one's own is in."""

    template_name = "roleplays/reports/estimates.html"

    @cached_property
    def before(self) -> dict[str, int]:
        own = Estimates.objects.filter(
            role_play=self.role_play.translation_key, judge=self.request.user.pk, edition=self.edition
        )
        last = own.last()
        return last.values if last else {}

    def form(self, data=None) -> EstimatesForm | None:
        return EstimatesForm(data, sections=self.edition.sections, before=self.before) if self.edition else None

    def get_context_data(self, **kwargs) -> dict:
        form = kwargs.pop("form", None) or self.form()
        return super().get_context_data(**kwargs) | {"form": form}

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        form = self.form(request.POST)
        if form is None or not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        Estimates.objects.create(
            role_play=self.role_play.translation_key, edition=self.edition, judge=request.user,
            values=form.cleaned_data, at=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("Your estimates are kept. Now you see those of the others."))
        return redirect("role_plays_pass_mark", self.role_play.pk)
