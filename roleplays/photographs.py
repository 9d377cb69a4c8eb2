"""A photograph as evidence: whatever a telephone sends becomes a JPEG that holds the picture and nothing else.

Decoding and encoding anew is what makes a file safe to keep and to show: place, time and owner of the camera go, and so
does whatever was hidden before, in or after the picture. A file that only carries a picture somewhere is refused, but
bytes after it are not: telephones append short films to their photographs.
"""

from io import BytesIO
from typing import BinaryIO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

MOST_BYTES = 8 * 1024 * 1024
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 1600  # enough to read a label on a shelf, and a few hundred kilobytes
QUALITY = 82
FORMATS = ("JPEG", "PNG", "WEBP")
TOO_LARGE = (Image.DecompressionBombError, Image.DecompressionBombWarning)


class PhotographRefused(ValueError):
    """Not a picture that can be kept; the message tells the assessor what to do."""


def as_jpeg(file: BinaryIO) -> bytes:
    """The picture upright, its longer side at most `LONGEST_SIDE` pixels. Raises PhotographRefused."""
    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise PhotographRefused(_("The file is larger than 8 MB. Set the camera to a smaller size and take it again."))
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                raise _has_too_many_pixels()
            return _encoded(image)
    except PhotographRefused:
        raise
    except TOO_LARGE as error:
        raise _has_too_many_pixels() from error
    except Exception as error:  # Decoders meet any bytes at all, and fail in many ways.
        raise PhotographRefused(
            _("This is not a photograph that can be read. Take it as JPEG, PNG or WebP and send it again.")
        ) from error


def _has_too_many_pixels() -> PhotographRefused:
    return PhotographRefused(
        _("The photograph has more than 40 megapixels. Set the camera to a smaller size and take it again.")
    )


def _encoded(image: Image.Image) -> bytes:
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))  # first, so that a large JPEG is never whole in memory
    upright = ImageOps.exif_transpose(image).convert("RGBA")
    plain = Image.new("RGB", upright.size, "white")  # a new picture, because an old one keeps its comments
    plain.paste(upright, mask=upright.getchannel("A"))
    written = BytesIO()
    plain.save(written, "JPEG", quality=QUALITY, optimize=True)
    return written.getvalue()
