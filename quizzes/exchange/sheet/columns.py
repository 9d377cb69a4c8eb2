"""The columns of the sheet, and the words that their drop-downs offer.

A question is a row, both languages side by side. What it has besides its options – gaps, turns of a dialogue,
categories, places on a picture – stands in rows beneath it, each with options of its own.
"""

import string

from quizzes.scoring import Kind, Marking

LANGUAGES = {"zh": "zh-hans", "en": "en"}
LETTERS = string.ascii_uppercase[:9]
KINDS = {
    "single 单选": Kind.SINGLE, "multiple 多选": Kind.MULTIPLE, "true_false 判断": Kind.TRUE_FALSE,
    "ordering 排序": Kind.ORDERING, "matching 配对": Kind.MATCHING, "categories 归类": Kind.CATEGORIES,
    "fill_in 填词": Kind.FILL_IN, "numeric 填数": Kind.NUMERIC, "cloze 完形填空": Kind.CLOZE,
    "hotspot 图上找点": Kind.HOTSPOT, "dialogue 对话": Kind.DIALOGUE, "short_answer 简答": Kind.SHORT_ANSWER,
}  # fmt: skip
DIFFICULTIES = {"easy 容易": "easy", "medium 中等": "medium", "hard 困难": "hard"}
STATUSES = {"draft 草稿": "draft", "trial 试用": "trial", "ready 可用": "ready", "retired 停用": "retired"}
MARKINGS = {"all 全对才得分": Marking.ALL_OR_NOTHING, "partial 部分得分": Marking.PARTIAL}
TRUTHS = {"true 对": True, "false 错": False}
YES = {"yes 是": True}
GAPS = {"words 文字": "words", "number 数字": "number", "choice 选择": "choice"}
SHAPES = {"rectangle 矩形": "rectangle", "circle 圆形": "circle", "polygon 多边形": "polygon"}
COLUMNS = {
    "code": "Code 编号",
    "kind": "Kind 题型",
    "status": "Status 状态",
    "difficulty": "Difficulty 难度",
    "clauses": "Clauses 条款",
    "tags": "Tags 标签",
    "stem_zh": "题目（中文）",
    "stem_en": "Question (English)",
    "answer": "The statement is 陈述",
    "right": "Right options 正确选项",
    "explanation_zh": "解析（中文）",
    "explanation_en": "Explanation (English)",
    "marking": "Marking 计分",
    "numerals": "Chinese numbers count 汉字数字同样算对",
    "gap": "Gap 空的类型",
    "part_zh": "部分（中文）",
    "part_en": "Part (English)",
    "value": "Right number 正确数字",
    "tolerance": "Tolerance 允许误差",
    "unit_zh": "单位（中文）",
    "unit_en": "Unit (English)",
    "shape": "Shape 形状",
    "points": "Outline 轮廓",
    "picture_zh": "图片（中文）",
    "picture_en": "Picture (English)",
}
for letter in LETTERS:
    COLUMNS[f"{letter}_zh"] = f"选项 {letter}（中文）"
    COLUMNS[f"{letter}_en"] = f"Option {letter} (English)"
for letter in LETTERS:
    COLUMNS[f"{letter}_fits_zh"] = f"{letter} 配什么（中文）"
    COLUMNS[f"{letter}_fits_en"] = f"What fits {letter} (English)"
for letter in LETTERS:
    COLUMNS[f"{letter}_why_zh"] = f"{letter} 为什么错（中文）"
    COLUMNS[f"{letter}_why_en"] = f"Why {letter} is wrong (English)"
NEEDED = ("kind", "stem_zh", "stem_en")
OF_A_QUESTION = ("code", "kind", "stem_zh", "stem_en")  # a row with none of them goes on with the question above
CHOSEN_FROM: dict[str, dict[str, object]] = {
    "kind": {**KINDS}, "status": {**STATUSES}, "difficulty": {**DIFFICULTIES}, "answer": {**TRUTHS},
    "marking": {**MARKINGS}, "numerals": {**YES}, "gap": {**GAPS}, "shape": {**SHAPES},
}  # fmt: skip
SHEET, EXAMPLES, GUIDE, LISTS, PICTURES = (
    "Questions 题目", "Examples 示例", "Guide 说明", "Lists 列表", "Pictures 图片",
)  # fmt: skip


def label(name: str, value: object) -> str:
    return next((label for label, each in CHOSEN_FROM[name].items() if each is value or each == value), "")


def names_of(language: str) -> list[str]:
    """The columns that say something in the language, but for the question itself."""
    return [name for name in COLUMNS if name.endswith(f"_{language}") and name != f"stem_{language}"]
