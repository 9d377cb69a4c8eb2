"""Packages of QTI as a whole: the files in them, whichever version they are of, and what else is in them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from posixpath import basename

from django.utils.translation import gettext as _

from quizzes.exchange.items import Item, Picture, Reading, Unreadable, Written, short
from quizzes.exchange.labels import lost_tags
from quizzes.exchange.markup import UNSAYABLE, Node, parse, written
from quizzes.exchange.packages import MANIFEST, Package, packed
from quizzes.exchange.qti import canvas_package, canvas_reading, reading
from quizzes.exchange.qti.asking import NotHeld
from quizzes.exchange.qti.canvas_items import QUIZ
from quizzes.exchange.qti.manifest import Packed, Resource, Version, manifest_of, resources_of
from quizzes.exchange.qti.writing import LeftOut, assessment_item, picture_name

ITEMS = ("assessmentItem", "qti-assessment-item")
TESTS = ("assessmentTest", "qti-assessment-test")
FOR_CANVAS = "questestinterop"
# Resources that somebody would miss: tools elsewhere, links, pages of discussion. Pictures and texts are not.
STRANGERS = ("lti", "imswl", "imsdt", "stimulus")
FILE_BASES = ("$IMS-CC-FILEBASE$", "%24IMS-CC-FILEBASE%24", "$IMS_CC_FILEBASE$")


def read(data: bytes, language: str) -> Reading:
    package = Package.opened(data)
    name = package.manifest()
    manifest = parse(package.read(name))
    if manifest.name != "manifest":
        raise Unreadable(_("The package's imsmanifest.xml is no manifest: it begins with <%(name)s>.") % {
            "name": short(manifest.name),
        })  # fmt: skip
    resources = resources_of(manifest, package, name)
    reader = Reader(package, name, language, {resource.identifier: resource for resource in resources})
    for resource in resources:
        reader.take(resource)
    return reader.finished()


@dataclass
class Reader:
    package: Package
    manifest: str
    language: str
    resources: dict[str, Resource]
    reading: Reading = field(default_factory=Reading)
    notes: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    pictures: dict[str, Picture] = field(default_factory=dict)
    place: int = 0

    def take(self, resource: Resource) -> None:
        if resource.is_item and not resource.file:
            self._refuse(resource.identifier, _("Its file is not in the package."))
        for name in self._files(resource):
            if name in self.seen:
                continue
            self.seen.add(name)
            try:
                self._take_file(resource, name)
            except Unreadable as error:
                self._refuse(name, str(error))
        self.reading.check_number()

    def _files(self, resource: Resource) -> list[str]:
        """Those that may be items: of others only Canvas's, which it lists beside the cartridge's own."""
        if "qti" not in resource.type:
            if any(word in resource.type for word in STRANGERS):
                self.notes.append(_("Not kept, for it is no question: %(names)s.") % {"names": resource.type})
            return [each for each in resource.files if each.endswith(".qti")]
        needed = [self.resources[key] for key in resource.needs if key in self.resources]
        better = [each for other in needed for each in other.files if each.endswith(".qti")]
        own = dict.fromkeys([resource.file, *resource.files])
        return better or [each for each in own if each.endswith((".xml", ".qti"))]

    def _take_file(self, resource: Resource, name: str) -> None:
        root = parse(self.package.read(name))
        if root.name in ITEMS:
            if root.name.startswith("qti-"):
                reading.in_words_of_2(root)
            self._take_item(root, root.get("title") or root.get("identifier") or name, resource, name)
        elif root.name == FOR_CANVAS:
            self._take_canvas(root, resource, name)
        elif root.name in TESTS:
            words = {"title": short(root.get("title") or name)}
            self.notes.append(_("Of the test “%(title)s” only the questions are kept.") % words)
        elif resource.is_item:
            self._refuse(name, _("It is no item of QTI: it begins with <%(name)s>.") % {"name": short(root.name)})
        elif root.name != "quiz":  # Canvas's settings, beside its questions
            self.notes.append(_("Not kept, for it is no question: %(names)s.") % {"names": short(name)})

    def _take_item(self, root: Node, what: str, resource: Resource, name: str) -> None:
        self.place += 1
        try:
            item = reading.item_of(root, resource.tags, self._pictures_of(name), self.language, self.place)
        except NotHeld as error:
            self.reading.refuse(self.place, what, str(error))
        else:
            self._keep(item)

    def _take_canvas(self, root: Node, resource: Resource, name: str) -> None:
        for test in root.all("assessment"):
            words = {"title": short(test.get("title") or name)}
            if test.get("ident") != QUIZ:
                self.notes.append(_("Of the test “%(title)s” only the questions are kept.") % words)
        if root.find("selection_ordering", "itemref"):
            self.notes.append(_("Which questions are drawn by lot is not kept."))
        for node in root.find("item"):
            self.place += 1
            try:
                item = canvas_reading.item_of(node, self._pictures_of(name), self.language, self.place)
            except NotHeld as error:
                self.reading.refuse(self.place, node.get("title") or node.get("ident"), str(error))
            else:
                self._keep(item)
            self.reading.check_number()

    def _keep(self, item: Item) -> None:
        """What is to be said of the package is said of the first question that follows."""
        if not item.language:
            why = _("It does not say in which language it is: choose one.")
            self.reading.refuse(self.place, item.code or item.stem, why)
            return
        self.reading.items.append(replace(item, notes=(*dict.fromkeys(self.notes), *item.notes)))
        self.notes.clear()

    def _refuse(self, what: str, why: str) -> None:
        self.place += 1
        self.reading.refuse(self.place, what, why)

    def _pictures_of(self, base: str) -> Callable[[str], Picture | None]:
        def picture(address: str) -> Picture | None:
            name = self._found(address, base)
            if name and name not in self.pictures:
                self.pictures[name] = Picture.of(basename(name), self.package.read(name))
            return self.pictures.get(name)

        return picture

    def _found(self, address: str, base: str) -> str:
        for file_base in FILE_BASES:
            if address.startswith(file_base):
                rest = address.removeprefix(file_base).lstrip("/")
                found = (self.package.resolve(f"{folder}{rest}", self.manifest) for folder in ("", "web_resources/"))
                return next((name for name in found if name), "")
        return self.package.resolve(address, base)

    def finished(self) -> Reading:
        """What was noted last has no question after it, and is said of the last one."""
        if not self.reading.items and not self.reading.refused:
            raise Unreadable(_("There is no question in this package."))
        if self.notes and self.reading.items:
            last = self.reading.items[-1]
            self.reading.items[-1] = replace(last, notes=(*last.notes, *dict.fromkeys(self.notes)))
        return self.reading


# --- Writing ---


def write(items: Iterable[Item], version: Version) -> Written:
    left_out: list[tuple[str, str]] = []
    kept, files, pictures = [], [], dict[str, bytes]()
    for item in _sayable(items, left_out):
        picture = picture_name(item.picture) if item.picture else ""
        try:
            node = assessment_item(item, version.namespace, version.schema, f"../{picture}" if picture else "")
        except LeftOut as error:
            left_out.append((item.code, str(error)))
            continue
        kept.append(Packed(item, node, f"items/{item.code}.xml", picture))
        files.append((kept[-1].file, written(node)))
        if item.picture:
            pictures[picture] = item.picture.data
    files = [(MANIFEST, written(manifest_of(kept, version))), *files, *sorted(pictures.items())]
    notes = [(each.item.code, note) for each in kept for note in lost_tags(each.item)]
    return Written(packed(files), tuple(left_out), tuple(notes))


def write_2_1(items: Iterable[Item]) -> Written:
    return write(items, Version("2.1"))


def write_2_2(items: Iterable[Item]) -> Written:
    return write(items, Version("2.2"))


def write_canvas(items: Iterable[Item]) -> Written:
    left_out: list[tuple[str, str]] = []
    files, more, notes = canvas_package.files(_sayable(items, left_out))
    return Written(packed(files), (*left_out, *more), tuple(notes))


def _sayable(items: Iterable[Item], left_out: list[tuple[str, str]]) -> Iterator[Item]:
    for item in items:
        if UNSAYABLE.search("".join(item.texts)):
            left_out.append((item.code, _("It has control characters, which XML cannot hold.")))
        else:
            yield item
