"""Why an item can be no question of the bank, as sentences for whoever brought the file."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _
from wagtail.images.fields import WagtailImageField

from quizzes import writing
from quizzes.exchange import items
from quizzes.exchange.items import CODE, Item, short
from quizzes.importing.bank import Bank, flat
from quizzes.models import Option, Region, Tag
from quizzes.models import Part as PartRow
from quizzes.scoring import Kind

LONGEST_OPTION = Option._meta.get_field("text").max_length
LONGEST_UNIT = PartRow._meta.get_field("unit").max_length
LONGEST_NAME = Region._meta.get_field("name").max_length
LONGEST_OUTLINE = Region._meta.get_field("points").max_length
LONGEST_TAG = Tag._meta.get_field("name").max_length
LONGEST_TEXT = 10_000


def problems(item: Item, bank: Bank) -> list[str]:
    found = []
    if item.language not in bank.locales:
        found.append(_("The bank has no language “%(language)s”.") % {"language": item.language})
    if item.code and not CODE.fullmatch(item.code):
        found.append(_("Its code is not of capital letters, digits and dashes, 20 at most."))
    if unknown := [code for code in item.clauses if code not in bank.clauses]:
        found.append(_("The standard has no clause %(codes)s.") % {"codes": short(", ".join(unknown), 200)})
    if not item.stem:
        found.append(_("It asks nothing."))
    found += [*_lengths(item), *_doubles(item), *writing.errors(draft_of(item))]
    if item.picture and item.picture.data and item.picture.sha1 not in bank.pictures:
        found += picture_problems(item.picture)
    return found


def draft_of(item: Item) -> writing.Draft:
    return writing.Draft(
        kind=item.kind,
        stem=item.stem,
        explanation=item.explanation,
        answer=item.answer,
        options=[writing.DraftOption(row.text, row.correct, row.part, row.match) for row in item.choices],
        parts=[writing.DraftPart(row.kind, row.text, row.value) for row in item.parts],
        regions=[writing.DraftRegion(row.name, row.shape, row.points, row.correct) for row in item.places],
        has_picture=item.picture is not None,
    )


def _lengths(item: Item) -> Iterator[str]:
    if any(not choice.text for choice in item.choices):
        yield _("An option is empty.")
    if any(not place.name for place in item.places):
        yield _("A place on the picture has no name.")
    if any(len(text) > LONGEST_OPTION for choice in item.choices for text in (choice.text, choice.match)):
        yield _("An option is longer than %(number)d characters.") % {"number": LONGEST_OPTION}
    if any(len(part.unit) > LONGEST_UNIT for part in item.parts):
        yield _("The units are longer than %(number)d characters.") % {"number": LONGEST_UNIT}
    if any(len(place.name) > LONGEST_NAME for place in item.places):
        yield _("The name of a place is longer than %(number)d characters.") % {"number": LONGEST_NAME}
    if any(len(place.points) > LONGEST_OUTLINE for place in item.places):
        yield _("The outline of “%(name)s” has too many points.") % {"name": short(item.places[0].name)}
    if any(len(tag) > LONGEST_TAG for tag in item.tags):
        yield _("A tag is longer than %(number)d characters.") % {"number": LONGEST_TAG}
    if any(part.tolerance < 0 for part in item.parts):
        yield _("A tolerance is less than nothing.")
    if any(len(text) > LONGEST_TEXT for text in item.texts):
        yield _("A text is longer than %(number)d characters.") % {"number": LONGEST_TEXT}
    if any(ord(sign) < 32 and sign not in "\n\t" for text in item.texts for sign in text):
        yield _("A text has control characters in it.")


def _doubles(item: Item) -> Iterator[str]:
    """Of a gap or a turn each option is another; of a whole question otherwise."""
    in_parts = item.kind in (Kind.CLOZE, Kind.DIALOGUE)
    told = [(choice.part if in_parts else None, flat(choice.text)) for choice in item.choices]
    if len(set(told)) < len(told):
        yield _("Two of its options are the same.")
    texts = [flat(part.text) for part in item.parts if part.text and item.kind is not Kind.DIALOGUE]
    names = [flat(place.name) for place in item.places]
    if len(set(texts)) < len(texts) or len(set(names)) < len(names):
        yield _("Two of its parts are the same.")


def picture_problems(picture: items.Picture) -> list[str]:
    """As everywhere that pictures are uploaded: of a kind that is allowed, what its name says, and not too large."""
    field = WagtailImageField()
    try:
        field.clean(SimpleUploadedFile(picture.name, picture.data))
    except ValidationError as error:
        words = {"name": short(picture.name), "problem": " ".join(error.messages)}
        return [_("The picture “%(name)s” is refused: %(problem)s") % words]
    return []
