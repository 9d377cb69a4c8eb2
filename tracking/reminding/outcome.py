"""How an attempt to send can end badly. The difference decides whether it is tried again."""


class Refused(Exception):
    """It was certainly not sent."""


class Unclear(Exception):
    """It may have been sent."""
