"""A question of each kind as a paper has it, for tests that need no database."""

from quizzes.paper import Item, Part, Region, Source, SourceOption, lay_out
from quizzes.scoring import Kind, Marking

PICTURE = {"by_language": {"en": 1}, "alt": {"en": "A car"}, "width": 800, "height": 400}


def en(text: str) -> dict[str, str]:
    return {"en": text} if text else {}


def source(kind: Kind, stem: str = "Stem", points: int = 4, **fields) -> Source:
    values = {"options": [], "marking": Marking.PARTIAL} | fields
    return Source("q", kind, points, ["P2-01"], en(stem), en("Why"), **values)


def option(text: str, correct: bool = False, **fields) -> SourceOption:
    fields = {name: en(value) if name in ("reason", "match") else value for name, value in fields.items()}
    return SourceOption(en(text), correct, **fields)


def sources() -> dict[Kind, Source]:
    return {
        Kind.SINGLE: source(Kind.SINGLE, options=[option("x", True), option("y"), option("z")]),
        Kind.MULTIPLE: source(Kind.MULTIPLE, options=[option("x", True), option("y", True), option("z")]),
        Kind.TRUE_FALSE: source(Kind.TRUE_FALSE, options=[option("True", True), option("False")]),
        Kind.ORDERING: source(Kind.ORDERING, options=[option(letter) for letter in "wxyz"]),
        Kind.MATCHING: source(
            Kind.MATCHING,
            options=[option("greet", match="hello"), option("leave", match="bye"), option("thank", match="thanks")],
            parts=[Part("1", text=en("sorry"))],
        ),
        Kind.CATEGORIES: source(
            Kind.CATEGORIES,
            options=[option("mat", part=1), option("cover", part=1), option("bill", part=2)],
            parts=[Part("1", text=en("car")), Part("2", text=en("desk"))],
        ),
        Kind.FILL_IN: source(
            Kind.FILL_IN,
            options=[
                SourceOption({"en": "walk-round", "zh-hans": "环车检查"}, True),
                option("test drive", reason="That is later."),
            ],
        ),
        Kind.NUMERIC: source(Kind.NUMERIC, parts=[Part("1", value="30", tolerance="2", unit=en("minutes / min"))]),
        Kind.CLOZE: source(
            Kind.CLOZE,
            stem="Within [[1]] minutes the [[2]] is [[3]].",
            options=[
                option("customer", True, part=2), option("guest", True, part=2), option("greeted", True, part=3),
                option("ignored", part=3),
            ],
            parts=[Part("1", "number", value="3", tolerance="0"), Part("2", "words"), Part("3", "choice")],
        ),
        Kind.HOTSPOT: source(
            Kind.HOTSPOT,
            picture=PICTURE,
            regions=[
                Region("", en("wheel"), "circle", "200,500 300,500", correct=True),
                Region("", en("door"), "rectangle", "400,200 600,800", correct=True),
                Region("", en("roof"), "polygon", "400,0 600,0 500,150", correct=False, reason=en("It is sound.")),
            ],
        ),
        Kind.DIALOGUE: source(
            Kind.DIALOGUE,
            options=[
                option("Sorry", True, part=1), option("No", part=1), option("I explain", True, part=2),
                option("Pay", part=2, reason="Too soon."),
            ],
            parts=[Part("1", text=en("Too late!")), Part("2", text=en("So dear?"))],
        ),
        Kind.SHORT_ANSWER: source(Kind.SHORT_ANSWER),
    }  # fmt: skip


def item(kind: Kind, dice, shuffle: bool = True) -> Item:
    return lay_out(sources()[kind], shuffle, dice)
