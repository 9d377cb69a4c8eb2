"""What every page of a course asks of the learner, put into SQL once."""

from courses.models.ledger import Enrolment, LedgerEntry, LessonPosition
from people.prepared import Prepared

RESULTS = Prepared(
    lambda person: LedgerEntry.objects.in_courses().done().filter(person=person).order_by().values_list("activity")
)
ENROLMENTS = Prepared(lambda person: Enrolment.objects.filter(person=person).values_list("course"))
POSITIONS = Prepared(lambda person: LessonPosition.objects.filter(person=person).values_list("lesson", "block"))
