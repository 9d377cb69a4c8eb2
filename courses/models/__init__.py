from courses.models.ledger import Enrolment, LedgerEntry, LessonPosition, Outcome
from courses.models.loaded import LoadedContent
from courses.models.pages import ActivityPage, CoursePage, HomePage, LessonPage, ModulePage
from courses.models.pictures import Picture, Rendition

__all__ = [
    "ActivityPage", "CoursePage", "Enrolment", "HomePage", "LedgerEntry", "LessonPage", "LessonPosition",
    "LoadedContent", "ModulePage", "Outcome", "Picture", "Rendition",
]  # fmt: skip
