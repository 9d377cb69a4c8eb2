"""What cannot be done with a session or a score sheet, and why."""


class IncompleteCheckSheet(Exception):
    """A sheet that nobody can be scored on: no items, one code twice, or a grade without description."""


class SelfAssessment(Exception):
    """Nobody scores their own performance."""


class SessionClosed(Exception):
    """The session is released or cancelled; nothing on it changes any more."""


class BlankItems(Exception):
    """A sheet was submitted with items that have no mark; `codes` names them in the order of the sheet."""

    def __init__(self, codes: tuple[str, ...]) -> None:
        super().__init__(", ".join(codes))
        self.codes = codes


class MissingPhotographs(Exception):
    """A sheet was submitted without photographs that it needs; `codes` names the items in the order of the sheet."""

    def __init__(self, codes: tuple[str, ...]) -> None:
        super().__init__(", ".join(codes))
        self.codes = codes


class TooManyPhotographs(Exception):
    """An item has as many photographs as it may have."""


class PanelFull(Exception):
    """The performance has as many assessors as it is to have."""


class NothingToDecide(Exception):
    """The sheets are not all in, or they agree, or whoever asks is one of those who disagree."""


class AreaRetired(Exception):
    """An area that is out of use is audited no more."""


class NotAgreed(Exception):
    """Somebody who can be heard or seen has not agreed to it; `people` are their keys."""

    def __init__(self, people: set[int]) -> None:
        super().__init__(", ".join(map(str, sorted(people))))
        self.people = people


class OutOfPlace(Exception):
    """These are not the next bytes of a recording; `length` says how many there are."""

    def __init__(self, length: int) -> None:
        super().__init__(f"there are {length} bytes")
        self.length = length


class TooLarge(Exception):
    """A recording has at most so many bytes."""

    def __init__(self, most: int) -> None:
        super().__init__(f"at most {most} bytes")
        self.most = most


class NotARecording(Exception):
    """No sound and no pictures of a kind that can be kept, or pictures where only sound was agreed to."""


class NoRoom(Exception):
    """The session has as many recordings as it may have, or the platform holds as much as it may hold."""


class RecordingGone(Exception):
    """It was deleted; `because` says why, and a device forgets what it still has of it."""

    def __init__(self, because: str) -> None:
        super().__init__(because)
        self.because = because
