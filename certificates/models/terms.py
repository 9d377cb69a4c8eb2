"""Names and codes that several of the models share."""

import secrets
from uuid import UUID, uuid5

BY_HAND = "by_hand"  # the kind of a row of evidence where an administrator issued without the requirements
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that looks like something else in print

# What is asked for beside pages has a key like theirs, so that one table of results holds everything.
_NAMESPACE = UUID("b7a1f0c2-52c4-4c5e-9a43-8d0d5c9f6e11")
HIRED = uuid5(_NAMESPACE, "hired")


def sign_off_key(certification_id: int) -> UUID:
    return uuid5(_NAMESPACE, f"sign-off:{certification_id}")


def new_code() -> str:
    """A code nobody can guess: 16 letters of 31, about 79 bits."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(16))
