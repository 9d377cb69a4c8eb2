"""What a lesson is made of. Each block has a name, an icon, a preview and a sentence a trainer understands."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.rich_text import RichText

TEXT = ["h2", "bold", "ol", "ul", "link"]


class TextBlock(blocks.RichTextBlock):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, features=TEXT, **kwargs)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        description = _("Paragraphs, lists and small headings.")
        template = "courses/blocks/text.html"
        preview_value = RichText("<p>…</p>")


class ImageBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("Picture"))
    alt = blocks.CharBlock(label=_("What the picture shows"), help_text=_("Read aloud to people who cannot see it."))
    caption = blocks.CharBlock(label=_("Caption"), required=False)

    class Meta:
        icon = "image"
        label = _("Picture")
        description = _("A drawing or photograph with its description.")
        template = "courses/blocks/image.html"
        preview_value = {"alt": "", "caption": "…"}


class VideoBlock(blocks.StructBlock):
    video = DocumentChooserBlock(label=_("Video file"), help_text=_("MP4 or WebM."))
    captions = DocumentChooserBlock(label=_("Captions"), required=False, help_text=_("A WebVTT file (.vtt)."))
    title = blocks.CharBlock(label=_("Title"))
    transcript = TextBlock(label=_("Transcript"), required=False)

    class Meta:
        icon = "media"
        label = _("Video")
        description = _("A video file with captions and a transcript.")
        template = "courses/blocks/video.html"
        preview_value = {"title": "…"}


class LineBlock(blocks.StructBlock):
    speaker = blocks.ChoiceBlock(
        [("advisor", _("Advisor")), ("customer", _("Customer"))], default="advisor", label=_("Who speaks")
    )
    line = blocks.TextBlock(label=_("What is said"), rows=2)
    note = blocks.CharBlock(label=_("How it is said or done"), required=False)

    class Meta:
        icon = "openquote"
        label = _("Line")


class TalkScriptBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), required=False)
    lines = blocks.ListBlock(LineBlock(), label=_("Lines"))

    class Meta:
        icon = "openquote"
        label = _("Talk script")
        description = _("What advisor and customer say, line by line.")
        template = "courses/blocks/talk_script.html"
        preview_value = {"title": "…", "lines": [{"speaker": "advisor", "line": "…", "note": ""}]}


class StandardRowBlock(blocks.StructBlock):
    requirement = blocks.TextBlock(label=_("Requirement"), rows=2)
    how = blocks.TextBlock(label=_("How"), rows=2)
    who = blocks.CharBlock(label=pgettext_lazy("standard", "Who"))
    # A link to the clause is made of it, so nothing but a code will do.
    clause = blocks.RegexBlock(
        r"^(ET|CO|P[1-7]|5S)-\d\d$",
        label=_("Clause"),
        required=False,
        help_text=_("Its code, such as P2-03."),
        error_messages={"invalid": _("A clause’s code looks like P2-03.")},
    )

    class Meta:
        icon = "tasks"
        label = _("Requirement")


class StandardTableBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), required=False)
    rows = blocks.ListBlock(StandardRowBlock(), label=_("Requirements"))

    class Meta:
        icon = "table"
        label = _("Standard")
        description = _("Requirements of the standard: what, how, who.")
        template = "courses/blocks/standard_table.html"
        preview_value = {"title": "…", "rows": [{"requirement": "…", "how": "…", "who": "…", "clause": ""}]}


class DoDontBlock(blocks.StructBlock):
    do = blocks.ListBlock(blocks.CharBlock(label=_("Do")), label=_("Do"))
    dont = blocks.ListBlock(blocks.CharBlock(label=_("Don’t")), label=_("Don’t"))

    class Meta:
        icon = "check"
        label = _("Do and don’t")
        description = _("Two lists, side by side.")
        template = "courses/blocks/do_dont.html"
        preview_value = {"do": ["…"], "dont": ["…"]}


class CalloutBlock(blocks.StructBlock):
    kind = blocks.ChoiceBlock(
        [
            ("customer", _("What the customer feels")),
            ("detail", _("A detail easily missed")),
            ("critical", _("Never")),
            ("tip", _("Tip")),
        ],
        default="detail",
        label=_("Kind"),
    )
    title = blocks.CharBlock(label=_("Title"), required=False)
    text = TextBlock(label=_("Text"))

    class Meta:
        icon = "warning"
        label = _("Call-out")
        description = _("One thing that must stand out.")
        template = "courses/blocks/callout.html"
        preview_value = {"kind": "detail", "title": "…", "text": RichText("<p>…</p>")}


class SelfCheckBlock(blocks.StructBlock):
    question = blocks.TextBlock(label=_("Question"), rows=2)
    answer = TextBlock(label=_("Answer"), help_text=_("Shown when the learner asks for it. It is not scored."))

    class Meta:
        icon = "help"
        label = _("Self-check")
        description = _("A question to think about, with an answer to open.")
        template = "courses/blocks/self_check.html"
        preview_value = {"question": "…", "answer": RichText("<p>…</p>")}


class CardBlock(blocks.StructBlock):
    front = blocks.CharBlock(label=pgettext_lazy("card", "Front"))
    back = blocks.TextBlock(label=pgettext_lazy("card", "Back"), rows=2)

    class Meta:
        icon = "copy"
        label = _("Card")


class FlashCardsBlock(blocks.StructBlock):
    cards = blocks.ListBlock(CardBlock(), label=_("Cards"))

    class Meta:
        icon = "copy"
        label = _("Flash cards")
        description = _("Terms or phrases to learn by heart: front and back.")
        template = "courses/blocks/flash_cards.html"
        preview_value = {"cards": [{"front": "…", "back": "…"}]}


class LessonBody(blocks.StreamBlock):
    text = TextBlock()
    image = ImageBlock()
    video = VideoBlock()
    talk_script = TalkScriptBlock()
    standard_table = StandardTableBlock()
    do_dont = DoDontBlock()
    callout = CalloutBlock()
    self_check = SelfCheckBlock()
    flash_cards = FlashCardsBlock()

    class Meta:
        # Wagtail's editor slows down with very many blocks, and so does a reader.
        max_num = 40
