"""Static files of the running product: compressed, named by what is in them, and all of the shell's styles as one file.

The stylesheets stay one file for each component; `components/styles.html` lists them, and development serves them as
they are. A phone would otherwise ask thirty times before it may paint.
"""

import re
from collections.abc import Iterator

from django.conf import settings
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

STYLES = settings.SITE_DIR / "templates" / "components" / "styles.html"
WHOLE = "css/whole.css"
MODULES = ("js", "courses", "quizzes", "roleplays", "certificates", "tracking", "people", "standards")
IMPORTS = tuple(
    (rf"""(?P<matched>{before}"(?P<url>\.[^"]+)")""", f'{before.replace(chr(92), "")}"%(url)s"')
    for before in ("from ", "import ", r"import\(")
)


def stylesheets() -> list[str]:
    return re.findall(r'{% static "([^"]+\.css)" %}', STYLES.read_text())


class StaticFiles(CompressedManifestStaticFilesStorage):
    # Our modules import each other by names with digests, so that none is ever kept with an older one. Django offers
    # that for the scripts of others too, which do not hold what it expects, and only where a semicolon follows.
    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        *((f"{folder}/*.js", IMPORTS) for folder in MODULES),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.addresses: dict[str, str] = {}

    @property
    def whole_style(self) -> str:
        return self.url(WHOLE)

    def url(self, name: str, force: bool = False) -> str:
        """The names are settled when the process starts, and a page asks for a dozen of them."""
        if force or name not in self.addresses:
            self.addresses[name] = super().url(name, force)
        return self.addresses[name]

    def post_process(self, paths: dict, dry_run: bool = False, **options) -> Iterator:
        if not dry_run:
            self.delete(WHOLE)
            self.save(WHOLE, ContentFile("\n".join(self.style(name) for name in stylesheets()).encode()))
            paths = paths | {WHOLE: (self, WHOLE)}
        return super().post_process(paths, dry_run, **options)

    def style(self, name: str) -> str:
        """One of them; what it names by a path of its own would be looked for beside the whole."""
        with self.open(name) as file:
            text = file.read().decode()
        if "url(" in text and "url(data:" not in text:
            raise ValueError(f"{name} names a file, which the joined stylesheet would not find.")
        return text
