from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoursesConfig(AppConfig):
    name = "courses"
    verbose_name = _("Courses")

    def ready(self) -> None:
        from courses import renewal
        from courses.models import Publication
        from people.backends import alongside

        renewal.connect()
        alongside[Publication.ASKED_ALONG] = Publication.with_the_person
