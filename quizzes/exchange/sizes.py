"""How large a picture of a question is, for places that other formats give in pixels."""

from io import BytesIO

from willow.image import Image

from quizzes.exchange.items import Picture

Size = tuple[float, float]


def size_of(picture: Picture) -> Size | None:
    """Width and height in pixels, a drawing's in its own units; None where it is no picture."""
    try:
        width, height = Image.open(BytesIO(picture.data)).get_size()
    except Exception:  # decoders meet any bytes at all, and fail in many ways
        return None
    return (float(width), float(height)) if width > 0 and height > 0 else None
