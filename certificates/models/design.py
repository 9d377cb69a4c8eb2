"""Designs that administrators arrange, and the editions of them that certificates were printed in."""

import base64
import hashlib
import io
import json
from dataclasses import replace
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from PIL import Image
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import PreviewableMixin

from certificates import printable
from certificates.looks import Form, Look, Palette, Paper, Style, Words
from certificates.preview import answer
from courses.models import Picture

# What a certificate says in the words of its certification: names of a document's fields, and of a certification's.
SAMPLED = {
    "certification_zh": "title_zh", "certification_en": "title_en", "issuer_zh": "issuer_zh", "issuer_en": "issuer_en",
    "signatory_zh": "signatory_zh", "signatory_en": "signatory_en", "standard_version": "standard_version",
}  # fmt: skip
PREVIEW_MODES = [(Form.SHEET, _("Sheet")), (Form.CARD, _("Card"))]
HAND = (900, 300)  # the most pixels of a signature: at the size it is printed in, some 570 to the inch


class Design(PreviewableMixin, models.Model):
    """Style, languages, colour, paper, seal and signature. Editing it changes nothing that was awarded before."""

    class Style(models.TextChoices):
        GUILLOCHE = Style.GUILLOCHE, _("Guilloche: a woven frame, everything centred")
        GALLERY = Style.GALLERY, _("Gallery: a woven band, everything flush left")
        SCROLL = Style.SCROLL, _("Scroll: a meander frame, the Chinese title upright")

    class Words(models.TextChoices):
        BOTH = Words.BOTH, _("Chinese and English")
        CHINESE = Words.CHINESE, _("Chinese")
        ENGLISH = Words.ENGLISH, pgettext_lazy("words", "English")

    class Palette(models.TextChoices):
        COPPER = Palette.COPPER, _("copper")
        CINNABAR = Palette.CINNABAR, _("cinnabar")
        INK = Palette.INK, _("ink blue")
        PINE = Palette.PINE, _("pine green")

    class Paper(models.TextChoices):
        LAID = Paper.LAID, _("laid paper")
        FIBRES = Paper.FIBRES, _("paper with fibres")
        PLAIN = Paper.PLAIN, _("plain")

    name = models.CharField(_("name"), max_length=60, unique=True)
    style = models.CharField(_("style"), max_length=12, choices=Style, default=Style.GUILLOCHE)
    words = models.CharField(_("languages"), max_length=4, choices=Words, default=Words.BOTH)
    palette = models.CharField(_("colour"), max_length=12, choices=Palette, default=Palette.COPPER)
    paper = models.CharField(pgettext_lazy("certificate", "paper"), max_length=12, choices=Paper, default=Paper.FIBRES)
    seal_zh = models.CharField(
        _("seal in Chinese"),
        max_length=4,
        default="认证之印",
        validators=[RegexValidator(r"^.{4}$", _("A seal has four characters."))],
        help_text=_("Four characters, read from the right column to the left."),
    )
    seal_en = models.CharField(
        _("seal in English"), max_length=3, default="SA", help_text=_("Up to three letters, where there is no Chinese.")
    )
    signature = models.ForeignKey(
        Picture,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("signature"),
        help_text=_("A picture of the signature, dark on white or on nothing, three times as wide as high."),
    )

    panels = [
        FieldPanel("name"),
        FieldPanel("style"),
        FieldRowPanel([FieldPanel("words"), FieldPanel("palette"), FieldPanel("paper")]),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("seal_zh"), FieldPanel("seal_en")]), FieldPanel("signature")],
            _("Seal and signature"),
        ),
    ]

    class Meta:
        verbose_name = _("certificate design")
        verbose_name_plural = _("certificate designs")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        for name in ("seal_zh", "seal_en"):
            if missing := printable.missing_characters(getattr(self, name)):
                said = _("Our fonts cannot draw %(characters)s.") % {"characters": " ".join(sorted(missing))}
                raise ValidationError({name: said})
        if self.signature and self.signature.is_svg():
            raise ValidationError({"signature": _("Please choose a PNG or JPEG.")})

    @property
    def look(self) -> Look:
        return Look(
            style=Style(self.style),
            words=Words(self.words),
            palette=Palette(self.palette),
            paper=Paper(self.paper),
            seal_zh=self.seal_zh,
            seal_en=self.seal_en,
            signature=hand_of(self.signature) if self.signature else "",
        )

    def edition(self) -> "DesignEdition":
        """As it is now; the same row for as long as nothing is edited."""
        return DesignEdition.of(self.look)

    preview_modes = PREVIEW_MODES
    default_preview_size = "desktop"  # the only one that a sheet of A4 fits

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """With the words of the certification that is printed in it, if there is one."""
        words = self.certifications.order_by("sort_order", "code").first() if self.pk else None
        return answer(sample(self.look, words), Form(mode_name or Form.SHEET))


class DesignEdition(models.Model):
    """A design as it was when certificates were printed in it. Never edited; equal looks are one row."""

    digest = models.CharField(_("digest"), max_length=64, primary_key=True)
    data = models.JSONField(_("look"))

    def __str__(self) -> str:
        return self.digest[:8]

    @classmethod
    def of(cls, look: Look) -> "DesignEdition":
        data = look.as_data()
        digest = hashlib.sha256(json.dumps(data, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
        return cls.objects.get_or_create(digest=digest, defaults={"data": data})[0]

    @property
    def look(self) -> Look:
        return Look.from_data(self.data)


class Appearance(models.Model):
    """Which edition a certificate is printed in, for ever."""

    certificate = models.OneToOneField("certificates.Certificate", models.CASCADE, related_name="appearance")
    edition = models.ForeignKey(DesignEdition, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.certificate_id} · {self.edition_id[:8]}"

    @classmethod
    def keep(cls, certificate) -> None:
        """Once, when the certificate is made; later calls change nothing."""
        design = certificate.certification.design
        edition = design.edition() if design else DesignEdition.of(Look())
        cls.objects.get_or_create(certificate=certificate, defaults={"edition": edition})


def look_of(certificate) -> Look:
    """What was awarded before there were designs looks as it did then."""
    return certificate.appearance.edition.look if hasattr(certificate, "appearance") else Look()


def hand_of(picture: Picture) -> str:
    """A signature as PNG in base64, its paper made transparent; the same bytes for the same picture."""
    with picture.file.open("rb") as file:
        hand = Image.open(file).convert("RGBA")
    hand.thumbnail(HAND)
    white = Image.new("RGBA", hand.size, "white")
    grey = Image.alpha_composite(white, hand).convert("L")
    ink = Image.new("RGBA", hand.size, (16, 21, 28, 0))
    ink.putalpha(grey.point(lambda value: max(0, min(255, round((235 - value) * 1.5)))))
    out = io.BytesIO()
    ink.save(out, "PNG")
    return base64.b64encode(out.getvalue()).decode()


def sample(look: Look, words=None) -> printable.Document:
    """Somebody's certificate, on which `words`, a certification, says what it says so far."""
    example = printable.Document(
        serial="SA-2026-000123",
        name="欧阳晓明",
        name_latin="OUYANG Xiaoming",
        certification_zh="服务顾问认证",
        certification_en="Certified Service Advisor",
        dealership_zh="江畔汽车销售服务有限公司",
        dealership_en="Riverside Motors",
        awarded_on=date(2026, 11, 23),
        valid_until=date(2028, 11, 22),
        verification_url=f"{settings.PUBLIC_URL}/v/7K3M9QXW2P4T6H8N/",
        verification_code="7K3M9QXW2P4T6H8N",
        signatory_zh="陈立群　培训总监",
        signatory_en="CHEN Liqun, Director of Training",
        issuer_zh="服务标准培训学院",
        issuer_en="Service Standards Academy",
        standard_version="2026.1",
        look=look,
    )
    said = {name: getattr(words, SAMPLED[name], "") for name in SAMPLED}
    return replace(example, **{name: text for name, text in said.items() if text})
