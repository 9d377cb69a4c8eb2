"""Questions of every kind in the bank, made of those that `kinds` has for papers."""

from django.core.files.base import ContentFile

from courses.models import Picture
from quizzes.models import Option, Part, Question, Region
from quizzes.scoring import Kind
from quizzes.templatetags.quizzes_pictures import FILTER
from tests.quizzes.kinds import sources

DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" width="800" height="400" viewBox="0 0 800 400"/>'


def drawing() -> Picture:
    """A picture with the rendition that screens ask for: Wagtail leaves a file open when it makes one."""
    picture = Picture.objects.create(title="A car", file=ContentFile(DRAWING, name="car.svg"))
    own = {"filter_spec": FILTER, "focal_point_key": "", "width": 800, "height": 400}
    picture.renditions.create(file=ContentFile(DRAWING, name="car.max.svg"), **own)
    return picture


def put_in_bank(kind: Kind, make_question, picture=None) -> Question:
    """The question of `tests.quizzes.kinds`, in English, with everything that it has."""
    source = sources()[kind]
    truth = {"answer": True} if kind is Kind.TRUE_FALSE else {}
    question = make_question(f"K-{kind.value.upper().replace('_', '-')}"[:20], kind.value, **truth)
    question.stem, question.marking = source.stem["en"], source.marking.value
    own = {"locale": question.locale}
    if kind is not Kind.TRUE_FALSE:
        question.options = [
            Option(
                text=each.text["en"], correct=each.correct, part=each.part, match=each.match.get("en", ""),
                reason=each.reason.get("en", ""), sort_order=place, **own,
            )
            for place, each in enumerate(source.options)
        ]  # fmt: skip
    question.parts = [
        Part(
            kind=each.kind, text=each.text.get("en", ""), value=each.value or None, tolerance=each.tolerance or 0,
            unit=each.unit.get("en", ""), sort_order=place, **own,
        )
        for place, each in enumerate(source.parts)
    ]  # fmt: skip
    question.regions = [
        Region(
            name=each.name["en"], shape=each.shape, points=each.points, correct=each.correct,
            reason=each.reason.get("en", ""), sort_order=place, **own,
        )
        for place, each in enumerate(source.regions)
    ]  # fmt: skip
    question.picture = picture if kind is Kind.HOTSPOT else None
    question.save()
    return question
