from unicodedata import east_asian_width

from django.core.management.base import BaseCommand
from django.utils import translation

from people.models import Role
from tracking.demo import ACCOUNTS, PASSWORD


class Command(BaseCommand):
    help = "Prints the demonstration accounts, at least one for each role."

    def handle(self, *args, **options) -> None:
        self.stdout.write(f"  {wide('Role', 18)}{wide('角色', 12)}{wide('Sign in with', 14)}Password")
        for cast in ACCOUNTS:
            with translation.override("en"):
                english = str(Role(cast.role).label)
            with translation.override("zh-hans"):
                chinese = str(Role(cast.role).label)
            self.stdout.write(f"  {wide(english, 18)}{wide(chinese, 12)}{wide(cast.number, 14)}{PASSWORD}")


def wide(text: str, columns: int) -> str:
    """Padded to columns of the terminal, where a Chinese character takes two."""
    taken = sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)
    return text + " " * max(1, columns - taken)
