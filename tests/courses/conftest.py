"""The Chinese half of the tree, and a small curriculum on disk."""

import copy
import datetime as dt
import shutil
from pathlib import Path

import pytest
import yaml

from courses.curriculum import loader
from courses.models import CoursePage, LessonPage, ModulePage
from tests.courses.exporting import SMALL, call, said

CLAUSE = {
    "code": "P2-01",
    "area": "P2",
    "documents": ["D1"],
    "version": 1,
    "in_force_from": dt.date(2026, 1, 1),
    "text": {"zh": "客户到店一分钟内迎接", "en": "Greet within one minute"},
    "why": {"zh": "受到重视", "en": "To be noticed"},
    "responsible": {"zh": "服务顾问", "en": "Service advisor"},
}
COURSE = {
    "key": "steps",
    "slug": "steps",
    "title": {"zh": "七步", "en": "Seven steps"},
    "summary": {"zh": "全部", "en": "All of it"},
    "audience": {"zh": "顾问", "en": "advisors"},
    "modules": ["reception"],
}
MODULE = {
    "key": "reception",
    "slug": "reception",
    "title": {"zh": "接待", "en": "Reception"},
    "summary": {"zh": "开头", "en": "The beginning"},
    "purpose": {"zh": "会接待", "en": "To receive"},
    "activities": ["lesson-1"],
}
BLOCKS = [
    {"type": "text", "text": {"zh": "您好", "en": "Good day"}},
    {
        "type": "image",
        "file": {"zh": "images/a.zh.svg", "en": "images/a.en.svg"},
        "alt": {"zh": "站姿", "en": "Posture"},
        "caption": {"zh": "图", "en": "Figure"},
    },
    {
        "type": "talk_script",
        "title": {"zh": "话术", "en": "Talk"},
        "lines": [{"speaker": "advisor", "line": {"zh": "早上好", "en": "Good morning"}}],
    },
    {
        "type": "standard_table",
        "title": {"zh": "标准", "en": "Standard"},
        "rows": [
            {
                "requirement": {"zh": "迎接", "en": "Greet"},
                "how": {"zh": "微笑", "en": "Smile"},
                "who": {"zh": "顾问", "en": "Advisor"},
                "clause": "P2-01",
            }
        ],
    },
    {"type": "do_dont", "do": [{"zh": "起身", "en": "Stand up"}], "dont": [{"zh": "看手机", "en": "Look at a phone"}]},
    {
        "type": "callout",
        "kind": "tip",
        "title": {"zh": "窍门", "en": "A trick"},
        "text": {"zh": "记名字", "en": "Learn the name"},
    },
    {
        "type": "self_check",
        "question": {"zh": "为什么？", "en": "Why?"},
        "answer": {"zh": "尊重", "en": "Respect"},
    },
    {"type": "flash_cards", "cards": [{"front": {"zh": "环车", "en": "Walk"}, "back": {"zh": "一圈", "en": "Round"}}]},
]
LESSON = {
    "key": "greeting",
    "slug": "greeting",
    "title": {"zh": "迎接", "en": "Greeting"},
    "summary": {"zh": "第一分钟", "en": "The first minute"},
    "minutes": 6,
    "clauses": ["P2-01"],
    "body": BLOCKS,
}
FILES = {
    "home.yaml": {"title": {"zh": "服务学院", "en": "Service Academy"}, "courses": ["steps"]},
    "standards/p2.yaml": [CLAUSE],
    "steps/course.yaml": COURSE,
    "steps/reception/module.yaml": MODULE,
    "steps/reception/lesson-1.yaml": LESSON,
}


class Folder:
    """A curriculum's folder; `data` are its files, which `write` puts on disk."""

    def __init__(self, path) -> None:
        self.path, self.data = path, copy.deepcopy(FILES)
        for language in ("zh", "en"):
            self.draw(language, "M0 0h9v9z")
        self.write()

    def draw(self, language: str, path: str) -> None:
        drawing = self.path / "images" / f"a.{language}.svg"
        drawing.parent.mkdir(exist_ok=True)
        start = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" viewBox="0 0 9 9">'
        drawing.write_text(f'{start}<title>{language}</title><path d="{path}"/></svg>')

    def write(self) -> None:
        for name, data in self.data.items():
            path = self.path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(yaml.safe_dump(data, allow_unicode=True))

    @property
    def lesson(self) -> dict:
        return self.data["steps/reception/lesson-1.yaml"]


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Folder:
    monkeypatch.setattr(loader, "FOLDER", tmp_path)
    return Folder(tmp_path)


@pytest.fixture
def small(tmp_path, monkeypatch) -> Path:
    """The small curriculum with something of every kind, as an author has written it."""
    path = tmp_path / "curriculum"
    shutil.copytree(SMALL, path)
    monkeypatch.setattr(loader, "FOLDER", path)
    return path


@pytest.fixture
def before(small) -> dict[str, str]:
    """Its files, once they are loaded."""
    call("load")
    return said(small)


@pytest.fixture
def course_zh(home_zh, course) -> CoursePage:
    return translated(course, home_zh, title="七步", slug="seven-steps", summary="全部")


@pytest.fixture
def module_zh(course_zh, module) -> ModulePage:
    return translated(module, course_zh, title="接待", slug="reception", summary="开头")


@pytest.fixture
def lesson_zh(module_zh, lesson) -> LessonPage:
    return translated(lesson, module_zh, title="迎接", slug="greeting", minutes=6)


def translated(page, parent, **fields):
    """The Chinese page of `page`, under the Chinese `parent`."""
    return parent.add_child(instance=type(page)(locale=parent.locale, translation_key=page.translation_key, **fields))
