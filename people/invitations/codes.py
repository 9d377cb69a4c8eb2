"""One-time codes: typed from paper, kept as keyed hashes only."""

import re
import secrets

from django.utils.crypto import salted_hmac

# No letter or digit that is taken for another on paper, and no vowel that makes words. 12 of 28: 57 bits.
ALPHABET = "BCDFGHJKLMNPQRSTVWXZ23456789"
LENGTH, GROUP = 12, 4
READ_AS = str.maketrans({"0": "Q", "O": "Q", "1": "L", "I": "L"})


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def printed(code: str) -> str:
    """As it stands on paper: BCDF-GHJK-LMNP."""
    return "-".join(code[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def tidy(typed: str) -> str:
    """What was meant: case, spaces and dashes do not count, and no code has a 0, O, 1 or I."""
    return re.sub(r"[^0-9A-Z]", "", typed.upper()).translate(READ_AS)[: LENGTH + 1]


def digest(code: str) -> str:
    """Keyed, so that a copy of the database opens no door."""
    return salted_hmac("people.invitation", tidy(code), algorithm="sha256").hexdigest()
