"""An item of QTI 2 or 3 while it is read: its key, its words, its feedback, and what has been noted of it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from quizzes.exchange.items import Choice, Part, Picture, Place, feedback_notes, has_media, short
from quizzes.exchange.markup import Node
from quizzes.exchange.qti.responses import Processing, Response, responses_of
from quizzes.exchange.qti.texts import IMAGES, Texts
from quizzes.scoring import Kind, Marking

TOOL = "Service Academy"
BESIDES = ("rubricBlock", "feedbackBlock", "feedbackInline", "templateBlock", "templateInline")
EXPLAINS = ("expl", "general", "solution", "rationale", "neutral", "_all")


class NotHeld(Exception):
    """The item is refused; the message says why."""


@dataclass
class Found:
    """What an interaction says. The item has the rest."""

    kind: Kind
    stem: str
    choices: tuple[Choice, ...] = ()
    answer: bool | None = None
    parts: tuple[Part, ...] = ()
    places: tuple[Place, ...] = ()
    picture: Picture | None = None
    marking: Marking | None = None


@dataclass
class Asked:
    """`hint` is the kind that an export of ours says it is; `picture` fetches one from the package."""

    node: Node
    picture: Callable[[str], Picture | None]
    hint: Kind | None = None
    notes: list[str] = field(default_factory=list)
    told: set[str] = field(default_factory=set)
    to_the_right: str = ""  # the feedback to the right answer, which explains where nothing else does

    def __post_init__(self) -> None:
        self.is_ours = self.node.get("toolName") == TOOL
        self.body = self.node.one("itemBody") or Node("itemBody")
        try:
            self.responses = responses_of(self.node)
        except ValueError as error:
            raise NotHeld(_("What an answer is worth is no number.")) from error
        self.processing = Processing(self.node)
        self.words, self.asks = Texts(self.is_ours), Texts(self.is_ours)
        self.feedback = {each.get("identifier"): self.words(each) for each in self.node.all("modalFeedback")}
        for each in self.body.find("feedbackInline", "feedbackBlock"):
            self.feedback.setdefault(each.get("identifier"), self.words(each))
        self.feedback_of = {
            (response, value): identifier
            for identifier, answers in self.processing.feedback().items()
            for response, value in answers
        }

    def response(self, interaction: Node) -> Response:
        found = self.responses.get(interaction.get("responseIdentifier"))
        if found is None:
            raise NotHeld(_("It does not declare the answer that it asks for."))
        return found

    def reason(self, response: str, value: str, is_name: bool = True) -> str:
        """What is said to whoever gives this answer. An answer that is a name may be the feedback's name as well."""
        identifier = value if is_name and value in self.feedback else self.feedback_of.get((response, value), "")
        self.told.add(identifier)
        return self.feedback.get(identifier, "")

    def text(self, node: Node | None) -> str:
        """The words of an option, without the feedback in it."""
        return self.words(node, {id(each): "" for each in node.find(*BESIDES)} if node else None)

    def stem(self, instead: dict[int, str]) -> str:
        """The words of the item, with others for its interactions."""
        besides = {id(each): "" for each in self.body.find(*BESIDES)}
        return self.asks(self.body, besides | instead)

    def stem_around(self, interaction: Node) -> str:
        """The words of the item, and what the interaction says above its options."""
        return self.stem({id(interaction): "\n" + self.asks(interaction.one("prompt")) + "\n"})

    def kept(self, choices: Iterable[Choice]) -> tuple[Choice, ...]:
        """The bank says only of wrong options why they are wrong, unless somebody wrote it there all the same."""
        if self.is_ours:
            return tuple(choices)
        found, notes = feedback_notes(tuple(choices))
        self.notes += notes
        return found

    def key(self, response: Response) -> list[str]:
        """The right answers, from wherever the item says them."""
        if response.correct:
            return response.correct
        right = [value for value, worth in response.mapping.items() if worth > 0]
        right = right or [value for value, earns in self.processing.accepted(response.identifier).items() if earns]
        if not right:
            raise NotHeld(_("It does not say what is right."))
        return right

    @property
    def marking(self) -> Marking:
        return Marking.PARTIAL if self.processing.is_in_part else Marking.ALL_OR_NOTHING

    def explanation(self) -> str:
        """What is said to everybody; of several, the one whose name says so. The others are noted."""
        left = {identifier: words for identifier, words in self.feedback.items() if identifier not in self.told}
        named = [key for key in left if any(word in key.lower() for word in EXPLAINS)]
        correct = [key for key in left if "correct" in key.lower() and "incorrect" not in key.lower()]
        right = [self.to_the_right] if self.to_the_right in left else []
        chosen = next(iter([*named, *right, *correct, *left]), "")
        words = left.pop(chosen, "")
        for block in self.body.find("rubricBlock"):
            said = self.words(block)
            if not words and "scorer" in block.get("view"):
                words = said
            elif said:
                left[said] = said
        for said in dict.fromkeys(left.values()):
            if said and said != words:
                self.notes.append(_("The feedback “%(words)s” is not kept.") % {"words": short(said)})
        return words

    def lost_words(self) -> list[str]:
        self.words.tags |= self.asks.tags - set(IMAGES)
        return self.words.notes()

    def pictures(self, found: Found) -> Picture | None:
        """The one picture of the question, in its words or to mark places on."""
        media = self.words.media | (self.asks.media - set(IMAGES))
        images = list({id(node): node for node in self.asks.images}.values())
        if media or any(not node.get("type", "image").startswith("image") for node in images):
            raise NotHeld(has_media(sorted(media or self.asks.media)))
        if len(images) + bool(found.picture) > 1:
            words = {"number": len(images) + bool(found.picture)}
            raise NotHeld(_("It has %(number)d pictures; a question of the bank has one.") % words)
        return found.picture or (self.picture_at(images[0]) if images else None)

    def picture_at(self, node: Node | None) -> Picture:
        """The picture that an `img` or `object` shows, with its description."""
        address = (node.get("data") or node.get("src")) if node else ""
        picture = self.picture(address) if address else None
        if picture is None or node is None:
            raise NotHeld(_("Its picture “%(name)s” is not in the package.") % {"name": short(address or "?")})
        alt = node.get("alt") or " ".join(node.text.split())
        return replace(picture, alt=alt) if alt else picture
