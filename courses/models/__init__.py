from courses.models.ledger import Correction, Enrolment, LedgerEntry, LessonPosition, Outcome
from courses.models.loaded import LoadedContent
from courses.models.pages import ActivityPage, CoursePage, HomePage, LessonPage, ModulePage
from courses.models.pictures import Picture, Rendition
from courses.models.publication import Publication

__all__ = [
    "ActivityPage", "Correction", "CoursePage", "Enrolment", "HomePage", "LedgerEntry", "LessonPage", "LessonPosition",
    "LoadedContent", "ModulePage", "Outcome", "Picture", "Publication", "Rendition",
]  # fmt: skip
