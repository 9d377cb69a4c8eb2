"""The words that people look for on the screen, in each language."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    language: str
    course: str
    start_course: str
    start_quiz: str
    submit_quiz: str
    genuine: str


CHINESE = Words(
    language="zh-hans",
    course="七步服务流程",
    start_course="开始学习",
    start_quiz="开始测验",
    submit_quiz="交卷",
    genuine="真实有效",
)
ENGLISH = Words(
    language="en",
    course="The seven process steps",
    start_course="Start this course",
    start_quiz="Start the quiz",
    submit_quiz="Submit",
    genuine="genuine and valid",
)
