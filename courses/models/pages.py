"""The page tree: home → course → module → activities. Each language has its own tree, joined by translation_key."""

from datetime import datetime

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from courses import ledger, progress, published
from courses.blocks import LessonBody
from courses.models.asked import ENROLMENTS, POSITIONS
from courses.models.ledger import Enrolment, LessonPosition, Outcome
from standards.models import Clause


class HomePage(published.Addressed, Page):
    """The first page of one language."""

    max_count_per_parent = len(settings.LANGUAGES)
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["courses.CoursePage"]
    template = "courses/pages/home.html"

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        courses = published.of(request).children(self, CoursePage)
        done = progress.done_keys(request.user)
        routes = progress.course_routes(courses, done)
        following = progress.first_open(routes)
        here = progress.module_laid(following.page.module, done) if following else None
        states = tuple(route.state for route in routes)
        return super().get_context(request) | {
            "routes": routes,
            "states": states,
            "next": following,
            "next_route": here,
        }


class CoursePage(published.Addressed, Page):
    summary = models.TextField(_("summary"), help_text=_("One or two sentences: what the course is for."))
    audience = models.CharField(_("for whom"), max_length=120, blank=True)

    search_fields = [*Page.search_fields, index.SearchField("summary")]
    content_panels = [*Page.content_panels, "summary", "audience"]
    parent_page_types = ["courses.HomePage"]
    subpage_types = ["courses.ModulePage"]
    template = "courses/pages/course.html"
    page_description = _("A course has modules; a module has lessons, quizzes and role-plays.")

    class Meta:
        verbose_name = _("course")

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        modules = published.of(request).children(self, ModulePage)
        enrolled = (self.translation_key,) in ENROLMENTS.rows(request.user.pk)
        route = progress.course_route(request.user, self, modules)
        return super().get_context(request) | {"route": route, "enrolled": enrolled}

    def enrol(self, by, at: datetime) -> None:
        if (self.translation_key,) not in ENROLMENTS.rows(by.pk):
            enrolment = Enrolment(person=by, course=self.translation_key, at=at)
            Enrolment.objects.bulk_create([enrolment], ignore_conflicts=True)  # from another tab at this moment


class ModulePage(published.Addressed, Page):
    summary = models.TextField(_("summary"))
    purpose = models.TextField(_("purpose"), blank=True, help_text=_("What a person can do after this module."))

    search_fields = [*Page.search_fields, index.SearchField("summary"), index.SearchField("purpose")]
    content_panels = [*Page.content_panels, "summary", "purpose"]
    parent_page_types = ["courses.CoursePage"]
    template = "courses/pages/module.html"
    page_description = _("A module has lessons, quizzes and role-plays, in the order in which they are learnt.")

    class Meta:
        verbose_name = _("module")

    @cached_property
    def course(self) -> CoursePage:
        return published.parent_of(self)

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        return super().get_context(request) | {"route": progress.module_route(request.user, self)}


class ActivityPage(published.Addressed, Page):
    """What a learner does in a module; base of lesson, quiz and role-play."""

    kind: str
    kind_label: str

    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=8, validators=[MinValueValidator(1), MaxValueValidator(240)]
    )
    required = models.BooleanField(
        pgettext_lazy("activity", "required"), default=True, help_text=_("Untick for an activity that is a choice.")
    )
    summary = models.TextField(_("summary"), blank=True)
    clauses = ParentalManyToManyField(
        Clause, blank=True, related_name="%(class)ss", verbose_name=_("clauses of the standard")
    )

    search_fields = [*Page.search_fields, index.SearchField("summary")]
    activity_panels = [
        FieldPanel("summary"),
        MultiFieldPanel([FieldPanel("minutes"), FieldPanel("required"), FieldPanel("clauses")], _("Activity")),
    ]
    content_panels = [*Page.content_panels, *activity_panels]
    parent_page_types = ["courses.ModulePage"]
    subpage_types: list[str] = []
    override_translatable_fields = [
        SynchronizedField("slug"),
        SynchronizedField("minutes"),
        SynchronizedField("required"),
        SynchronizedField("clauses"),
        TranslatableField("summary"),
    ]

    class Meta:
        abstract = True

    @cached_property
    def module(self) -> ModulePage:
        return published.parent_of(self)

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        """`route` is the module's, with this activity as its stop `here`."""
        route = progress.module_route(request.user, self.module)
        here = route.stop_of(self.translation_key)
        return super().get_context(request) | {"route": route, "here": here, "after": route.after(here)}


class LessonPage(ActivityPage):
    kind = "lesson"
    kind_label = _("Lesson")

    body = StreamField(LessonBody(), verbose_name=_("lesson"), blank=True)

    search_fields = [*ActivityPage.search_fields, index.SearchField("body")]
    content_panels = [*Page.content_panels, "body", *ActivityPage.activity_panels]
    template = "courses/pages/lesson.html"
    page_description = _("Five to ten minutes of reading with talk scripts, standards and pictures.")

    class Meta:
        verbose_name = _("lesson")

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        position = dict(POSITIONS.rows(request.user.pk)).get(self.translation_key)
        clauses = published.remembered(self, "clauses", lambda: list(self.clauses.all()))
        return super().get_context(request) | {"position": position, "resumes": bool(position), "clauses": clauses}

    @transaction.atomic
    def finish(self, by, at: datetime):
        self.module.course.enrol(by=by, at=at)
        LessonPosition.objects.filter(person=by, lesson=self.translation_key).delete()
        return ledger.record(person=by, activity=self.translation_key, outcome=Outcome.COMPLETED, at=at)

    def remember(self, by, block: str, at: datetime) -> None:
        LessonPosition.objects.update_or_create(
            person=by, lesson=self.translation_key, defaults={"block": block, "at": at}
        )
