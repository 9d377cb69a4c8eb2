"""Whether the curriculum's files can be loaded, said for the person who writes them: file, line, and what is wrong.

Nothing here touches the database: `check(folder)` reads files and returns problems, an empty list for a sound
curriculum. The shape of a file is in `schema.yaml`; here is what needs more than one place to be seen at once.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from django.apps import apps
from django.utils.module_loading import module_has_submodule
from jsonschema import Draft202012Validator, ValidationError
from jsonschema.exceptions import best_match

from courses.curriculum.markdown import is_rich, refused

HERE = Path(__file__).parent
LANGUAGES = ("zh", "en")
PATTERNS = {
    "home": "home.yaml",
    "standards": "standards/*.yaml",
    "course": "*/course.yaml",
    "module": "*/*/module.yaml",
    "lesson": "*/*/lesson-*.yaml",
    "quiz": "*/*/quiz*.yaml",
    "role-play": "*/*/role-play*.yaml",
    "certification": "certifications/*.yaml",
    "gold": "calibration/gold-*.yaml",
    "calibration-set": "calibration/set-*.yaml",
}
# Of each kind that has parts: where it lists them, and the file of one.
PARTS = {
    "home": ("courses", "{}/course.yaml"),
    "course": ("modules", "{}/module.yaml"),
    "module": ("activities", "{}.yaml"),
}
# What is found in its folder without being listed by another file.
UNLISTED = ("home", "standards", "certification", "gold", "calibration-set")
PLUGIN = "curriculum_checking"
TAG = re.compile(r"</?[a-zA-Z][^>]*>")
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Place = Sequence[str | int]


class Problem(NamedTuple):
    """`line` counts from 1; 0 means the file as a whole."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.message}" if self.line else f"{self.file}: {self.message}"


class Source:
    """A file with its data; a line is only looked for when something is wrong with it."""

    def __init__(self, folder: Path, path: Path, kind: str) -> None:
        self.path, self.kind = path, kind
        self.name = path.relative_to(folder).as_posix()
        self.text = path.read_text(encoding="utf-8")
        self.data = yaml.load(self.text, LOADER)  # noqa: S506 - a safe loader, in C where there is one

    def problem(self, place: Place, message: str, within: int | None = None) -> Problem:
        return Problem(self.name, self.line(place, within), message)

    def line(self, place: Place, within: int | None = None) -> int:
        """`within` counts from 0 the lines of the text at `place`, if it is a block."""
        node = yaml.compose(self.text, LOADER)
        line = node.start_mark.line if node else 0
        for step in place:
            if isinstance(node, yaml.MappingNode):
                found = [(key, value) for key, value in node.value if key.value == step]
                if not found:
                    break
                line, node = found[0][0].start_mark.line, found[0][1]
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
                line = node.start_mark.line
        if within is not None and isinstance(node, yaml.ScalarNode) and node.style == "|":
            line = node.start_mark.line + 1 + within
        return line + 1


def check(folder: Path) -> list[Problem]:
    """Every problem of every file under `folder`, in the order of the files."""
    sources, problems = read_all(folder)
    for source in sources:
        problems += shape(source)
    if not problems:  # What follows trusts the shapes.
        problems += [*together(folder, sources)]
    return sorted(set(problems))


def read_all(folder: Path) -> tuple[list[Source], list[Problem]]:
    sources, problems = [], []
    for kind, pattern in PATTERNS.items():
        for path in sorted(folder.glob(pattern)):
            name = path.relative_to(folder).as_posix()
            try:
                sources.append(Source(folder, path, kind))
            except yaml.MarkedYAMLError as error:
                mark = error.problem_mark or error.context_mark
                problems.append(Problem(name, mark.line + 1 if mark else 0, f"not YAML: {error.problem}"))
            except (UnicodeDecodeError, ValueError) as error:
                problems.append(Problem(name, 0, f"not UTF-8 text: {error}"))
    return sources, problems


def shape(source: Source) -> list[Problem]:
    return [source.problem(error.absolute_path, words(error)) for error in leaves(source)]


def leaves(source: Source) -> Iterator[ValidationError]:
    """The errors that say something: of a choice of schemas, those of the branch that fits best."""
    for error in validator(source.kind).iter_errors(source.data):
        yield best_match([error])


def words(error: ValidationError) -> str:
    """jsonschema's sentence, where ours would be clearer."""
    where = str(error.absolute_path[-1]) if error.absolute_path else "the file"
    found = short(error.instance)
    match error.validator:
        case "required":
            missing = [name for name in error.validator_value if name not in error.instance]
            return f"{', '.join(missing)} missing in {where}"
        case "additionalProperties":
            unknown = set(error.instance) - set(error.schema.get("properties", {}))
            return f"unknown in {where}: {', '.join(sorted(map(str, unknown)))}"
        case "enum":
            return f"{where} is {found}; it is one of {', '.join(map(str, error.validator_value))}"
        case "minLength" | "minItems":
            return f"{where} is empty or too short"
        case "maxLength":
            return f"{where} has {len(error.instance)} characters; {error.validator_value} is the most"
        case "maxItems" | "uniqueItems":
            return f"{where} has too many entries, or one of them twice"
        case "pattern":
            return f"{where} is {found}, which is not of the form {error.validator_value}"
        case "not":
            return f"{' or '.join(sorted(forbidden(error.validator_value)))} does not belong here"
    return f"{where} is {found}: {error.message}" if len(error.message) < 120 else f"{where} is not right: {found}"


def forbidden(schema: dict) -> set[str]:
    """The names that a `not: {required: …}` keeps out."""
    return {name for part in (schema, *schema.get("anyOf", [])) for name in part.get("required", [])}


def short(value: Any) -> str:
    return repr(value) if len(repr(value)) <= 60 else repr(value)[:59] + "…"


@cache
def validator(kind: str) -> Draft202012Validator:
    schema = yaml.safe_load((HERE / "schema.yaml").read_text(encoding="utf-8"))
    return Draft202012Validator({"$ref": f"#/$defs/{kind}", "$defs": schema["$defs"]})


# --- What takes more than one place to see -----------------------------------------------------------------------


def together(folder: Path, sources: list[Source]) -> Iterator[Problem]:
    yield from unique(sources)
    yield from known_clauses(sources)
    yield from tree(folder, sources)
    for source in sources:
        yield from markup(source)
        if source.kind == "standards":
            yield from clauses(source)
        elif source.kind == "lesson":
            yield from pictures(folder, source)
        elif source.kind == "quiz":
            yield from questions(source)
        yield from of_the_app(folder, source)
    yield from draws(sources)
    yield from pools(sources)
    yield from requirements(sources)
    yield from reference_marks(sources)


def unique(sources: list[Source]) -> Iterator[Problem]:
    """Keys and codes name one thing in the whole curriculum."""
    seen: dict[tuple[str, str], str] = {}
    for source in sources:
        for kind, name, place in names(source):
            if (kind, name) in seen:
                yield source.problem(place, f"{kind} {name} is taken already, in {seen[kind, name]}")
            seen.setdefault((kind, name), source.name)


def names(source: Source) -> Iterator[tuple[str, str, Place]]:
    data = source.data
    if source.kind == "standards":
        yield from (("clause", row["code"], [n, "code"]) for n, row in enumerate(data))
        return
    if source.kind == "home":
        return
    if source.kind == "certification":
        yield "certification", data["code"], ["code"]
        return
    yield source.kind, data["key"], ["key"]
    for n, question in enumerate(data.get("questions", [])):
        yield "question", question["code"], ["questions", n, "code"]
    if source.kind == "role-play":
        yield "check sheet", data["check_sheet"]["key"], ["check_sheet", "key"]
        for s, section in enumerate(data["check_sheet"]["sections"]):
            for n, item in enumerate(section["items"]):
                yield "item", item["code"], ["check_sheet", "sections", s, "items", n, "code"]


def known_clauses(sources: list[Source]) -> Iterator[Problem]:
    known = {row["code"] for source in sources if source.kind == "standards" for row in source.data}
    for source in sources:
        for code, place in clause_references(source.data, []):
            if code not in known:
                yield source.problem(place, f"there is no clause {code}")


def clause_references(data: Any, place: list) -> Iterator[tuple[str, list]]:
    if isinstance(data, dict):
        for name, value in data.items():
            if name == "clauses":
                yield from ((code, [*place, name, n]) for n, code in enumerate(value))
            elif name == "clause":
                yield value, [*place, name]
            else:
                yield from clause_references(value, [*place, name])
    elif isinstance(data, list):
        for n, value in enumerate(data):
            yield from clause_references(value, [*place, n])


def clauses(source: Source) -> Iterator[Problem]:
    for n, row in enumerate(source.data):
        if not row["code"].startswith(f"{row['area']}-"):
            yield source.problem([n, "area"], f"{row['code']} is not a code of area {row['area']}")
        if not isinstance(row["in_force_from"], datetime.date):
            yield source.problem([n, "in_force_from"], "in_force_from is not a date such as 2026-01-01")


def tree(folder: Path, sources: list[Source]) -> Iterator[Problem]:
    """What is listed is there and what is there is listed; addresses under one parent differ."""
    listed = {source.path for source in sources if source.kind in UNLISTED}
    for source in sources:
        if source.kind not in PARTS:
            continue
        parts, file = PARTS[source.kind]
        slugs: dict[str, str] = {}
        for n, name in enumerate(source.data[parts]):
            path, place = source.path.parent / file.format(name), [parts, n]
            listed.add(path)
            child = next((other for other in sources if other.path == path), None)
            if child is None:
                yield source.problem(place, f"there is no file {path.relative_to(folder).as_posix()}")
            elif slugs.setdefault(child.data["slug"], name) != name:
                yield child.problem(["slug"], f"{slugs[child.data['slug']]} has this slug already")
    for source in sources:
        if source.path not in listed:
            yield source.problem(["key"], "nothing lists this file")


def pictures(folder: Path, source: Source) -> Iterator[Problem]:
    for n, block in enumerate(source.data["body"]):
        if block["type"] == "image":
            for language in LANGUAGES:
                if not (folder / block["file"][language]).is_file():
                    place = ["body", n, "file", language]
                    yield source.problem(place, f"there is no picture {block['file'][language]}")


def markup(source: Source) -> Iterator[Problem]:
    for text, place, rich in texts(source.data, []):
        if rich:
            for line, found in refused(text):
                yield source.problem(place, f"{found} is not allowed; README.md says what is", line)
        elif found := TAG.search(text):
            yield source.problem(place, f"{found[0]} is not allowed; this text is plain")


def texts(data: Any, place: list, rich: bool = False) -> Iterator[tuple[str, list, bool]]:
    """Every text with its place, and whether it is Markdown."""
    if isinstance(data, str):
        yield data, place, rich
    elif isinstance(data, dict):
        for name, value in data.items():
            yield from texts(value, [*place, name], rich or is_rich(data, name))
    elif isinstance(data, list):
        for n, value in enumerate(data):
            yield from texts(value, [*place, n])


def questions(source: Source) -> Iterator[Problem]:
    for n, question in enumerate(source.data.get("questions", [])):
        if question["kind"] not in ("single", "multiple"):
            continue
        place, options = ["questions", n, "options"], question["options"]
        right = sum(option["correct"] for option in options)
        if question["kind"] == "single" and right != 1:
            yield source.problem(place, f"{question['code']} has {right} right options; single choice has one")
        if question["kind"] == "multiple" and right == 0:
            yield source.problem(place, f"{question['code']} has no right option")
        for m, option in enumerate(options):
            if not option["correct"] and "reason" not in option:
                yield source.problem([*place, m], f"{question['code']}: this wrong option has no reason")
            if option["correct"] and "reason" in option:
                yield source.problem([*place, m], f"{question['code']}: reason belongs to wrong options")
        for language in LANGUAGES:
            if len({option["text"][language] for option in options}) < len(options):
                yield source.problem(place, f"{question['code']} has the same option twice")
    if source.data.get("draw", 0) > len(source.data.get("questions", [])):
        yield source.problem(["draw"], "more questions are drawn than there are")


def of_the_app(folder: Path, source: Source) -> Iterator[Problem]:
    """What only the app knows whose files they are: its module `curriculum_checking`, found by its name."""
    for app in apps.get_app_configs():
        if module_has_submodule(app.module, PLUGIN):
            yield from import_module(f"{app.name}.{PLUGIN}").problems(folder, source)


def draws(sources: list[Source]) -> Iterator[Problem]:
    sizes = {source.data["key"]: len(source.data.get("questions", [])) for source in sources if source.kind == "quiz"}
    for source in sources:
        for n, draw in enumerate(source.data.get("draw_from", []) if source.kind == "quiz" else []):
            if draw["quiz"] not in sizes:
                yield source.problem(["draw_from", n], f"there is no quiz {draw['quiz']}")
            elif draw["number"] > sizes[draw["quiz"]]:
                yield source.problem(["draw_from", n], f"{draw['quiz']} has only {sizes[draw['quiz']]} questions")


def pools(sources: list[Source]) -> Iterator[Problem]:
    """Questions with a tag may be in the CMS only; those of a clause are in the files."""
    asked = [row for source in sources if source.kind == "quiz" for row in source.data.get("questions", [])]
    for source in sources:
        for n, pool in enumerate(source.data.get("pools", []) if source.kind == "quiz" else []):
            wanted = {pool["difficulty"]} if "difficulty" in pool else {row["difficulty"] for row in asked}
            if "tag" in pool:
                continue
            there = sum(pool["clause"] in row["clauses"] and row["difficulty"] in wanted for row in asked)
            if pool["number"] > there:
                yield source.problem(["pools", n], f"there are only {there} such questions on {pool['clause']}")


def reference_marks(sources: list[Source]) -> Iterator[Problem]:
    """A gold performance marks each item of its check sheet, and a set is of performances that are there."""
    sheets = {
        source.data["check_sheet"]["key"]: {
            item["code"] for section in source.data["check_sheet"]["sections"] for item in section["items"]
        }
        for source in sources
        if source.kind == "role-play"
    }
    golds = {source.data["key"] for source in sources if source.kind == "gold"}
    for source in sources:
        if source.kind == "gold":
            asked, given = sheets.get(source.data["check_sheet"]), set(source.data["marks"])
            if asked is None:
                yield source.problem(["check_sheet"], f"there is no check sheet {source.data['check_sheet']}")
            elif asked != given:
                yield source.problem(["marks"], f"not the items of the check sheet: {', '.join(sorted(asked ^ given))}")
        elif source.kind == "calibration-set":
            for n, key in enumerate(source.data["performances"]):
                if key not in golds:
                    yield source.problem(["performances", n], f"there is no gold performance {key}")


def requirements(sources: list[Source]) -> Iterator[Problem]:
    kinds = {"course": "coursepage", "module": "modulepage", "lesson": "lessonpage"}
    kinds |= {"quiz": "quizpage", "role-play": "roleplaypage"}
    pages = {f"{kinds[source.kind]}:{source.data['key']}" for source in sources if source.kind in kinds}
    for source in sources:
        if source.kind == "certification":
            for name in ("requirements", "renewal", "after_changes"):
                for n, row in enumerate(source.data.get(name, [])):
                    if row.get("page", "") not in pages | {""}:
                        yield source.problem([name, n, "page"], f"there is no page {row['page']}")
            yield from groups(source)
            yield from changes(source)
    yield from designs(sources)


def designs(sources: list[Source]) -> Iterator[Problem]:
    """One name is one look."""
    found: dict[str, dict] = {}
    for source in sources:
        if source.kind == "certification" and "design" in source.data:
            look = source.data["design"]
            if found.setdefault(look["name"], look) != look:
                yield source.problem(["design"], f"another certification has a different design called {look['name']}")


def groups(source: Source) -> Iterator[Problem]:
    """Each group is there, and on each road that uses it has enough to choose from."""
    needed = {row["code"]: row["needed"] for row in source.data.get("groups", [])}
    for name in ("requirements", "renewal"):
        used = Counter(row["group"] for row in source.data.get(name, []) if "group" in row)
        for n, row in enumerate(source.data.get(name, [])):
            code = row.get("group")
            if code and code not in needed:
                yield source.problem([name, n, "group"], f"there is no group {code}")
            elif code and used[code] < needed[code]:
                yield source.problem([name, n, "group"], f"group {code} has fewer requirements than suffice")


def changes(source: Source) -> Iterator[Problem]:
    for n, row in enumerate(source.data.get("after_changes", [])):
        days = row["in_force_from"], row["due_on"]
        if not all(isinstance(day, datetime.date) for day in days):
            yield source.problem(["after_changes", n], "in_force_from and due_on are dates such as 2027-01-01")
        elif days[1] < days[0]:
            yield source.problem(["after_changes", n, "due_on"], "it cannot be due before it is in force")
