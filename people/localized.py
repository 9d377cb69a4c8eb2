"""Reads the right one of a record's two language columns, `…_zh` and `…_en`."""

from django.utils.translation import get_language


def active_language() -> str:
    """The suffix of the active language: "zh" or "en"."""
    return "zh" if (get_language() or "zh").startswith("zh") else "en"


def localized(record: object, field: str) -> str:
    """The text in the active language; the other language where that one is blank."""
    languages = ("zh", "en") if active_language() == "zh" else ("en", "zh")
    return next((text for text in (getattr(record, f"{field}_{language}") for language in languages) if text), "")
