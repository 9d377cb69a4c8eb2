"""A Chinese name in Latin letters, family name first, as passports write it without tones."""

from functools import lru_cache

from people.readings import syllables

# Of two syllables; everybody else's family name is one character.
DOUBLE_SURNAMES = frozenset(
    [
        "欧阳",
        "太史",
        "上官",
        "端木",
        "司马",
        "东方",
        "独孤",
        "南宫",
        "万俟",
        "闻人",
        "夏侯",
        "诸葛",
        "尉迟",
        "公羊",
        "赫连",
        "澹台",
        "皇甫",
        "宗政",
        "濮阳",
        "公冶",
        "太叔",
        "申屠",
        "公孙",
        "慕容",
        "仲孙",
        "钟离",
        "长孙",
        "宇文",
        "司徒",
        "鲜于",
        "司空",
        "闾丘",
        "令狐",
        "轩辕",
        "呼延",
        "东郭",
        "百里",
        "西门",
        "南门",
    ]
)
# Characters that are read differently as a family name.
SURNAME_READINGS = {
    "单": "shan", "解": "xie", "查": "zha", "任": "ren", "仇": "qiu", "区": "ou", "曾": "zeng", "盖": "ge",
    "朴": "piao", "纪": "ji",
    "尉迟": "yuchi", "万俟": "moqi", "华": "hua", "翟": "zhai", "覃": "qin", "缪": "miao", "乐": "yue", "种": "chong",
}  # fmt: skip


def latin_name(name: str) -> str:
    """ "欧阳娜娜" becomes "Ouyang Nana"; a name that is Latin already stays as it is."""
    name = name.strip()
    if name.isascii():
        return name
    if "·" in name:  # neither part is a family name: 阿依古丽·买买提
        return " ".join(spoken(part) for part in name.split("·") if part)
    family = name[:2] if name[:2] in DOUBLE_SURNAMES else name[:1]
    given = name[len(family) :]
    reading = SURNAME_READINGS.get(family, spoken(family))
    return f"{reading.capitalize()} {spoken(given)}".strip()


@lru_cache(maxsize=20_000)  # the same few hundred names make up a country's
def spoken(characters: str) -> str:
    return "".join(syllables(characters)).capitalize()
