"""The columns that a file may have, the headings they go by, and the words that stand in their cells."""

import re
import unicodedata

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.models import JobRole, Language, Role

# Field: how the administrator reads it, and the headings of the template in Chinese and English.
COLUMNS = {
    "employee_number": (_("employee number"), "工号", "Employee number"),
    "name": (pgettext_lazy("person", "name"), "姓名", "Name"),
    "name_latin": (_("name in Latin letters"), "拼音姓名", "Name in Latin letters"),
    "email": (_("email"), "邮箱", "Email"),
    "role": (_("role"), "角色", "Role"),
    "job_role": (_("job"), "岗位", "Job"),
    "dealership": (_("dealership"), "经销商", "Dealership"),
    "region": (_("region"), "区域", "Region"),
    "language": (_("language"), "语言", "Language"),
    "hired_on": (_("hired on"), "入职日期", "Hired on"),
    "status": (_("status"), "状态", "Status"),
    "left_on": (_("left on"), "离职日期", "Left on"),
}
OTHER_HEADINGS = {
    "employee_number": ["员工号", "员工编号", "人员编号", "number", "employee no", "employee id", "staff number", "id"],
    "name": ["名字", "员工姓名", "full name"],
    "name_latin": ["拼音", "英文名", "姓名拼音", "latin name", "pinyin"],
    "email": ["电子邮箱", "电子邮件", "email", "mail", "email address"],
    "role": ["系统角色"],
    "job_role": ["职务", "职位", "job role", "position"],
    "dealership": ["门店", "经销店", "店代码", "经销商代码", "dealer", "dealership code", "dealer code"],
    "region": ["大区", "地区", "region code"],
    "language": ["界面语言"],
    "hired_on": ["入职时间", "入职日", "hire date", "start date", "joined"],
    "status": ["在职状态", "员工状态", "active"],
    "left_on": ["离职时间", "离职日", "leave date", "end date"],
}
ROLES = {
    Role.ADVISOR: ["服务顾问", "service advisor", "学员"],
    Role.TRAINER: ["培训师", "trainer", "讲师"],
    Role.MANAGER: ["服务经理", "service manager", "经理"],
    Role.REGIONAL_MANAGER: ["区域经理", "regional manager"],
    Role.ADMINISTRATOR: ["管理员", "administrator"],
}
JOBS = {
    JobRole.SERVICE_ADVISOR: ["服务顾问", "service advisor"],
    JobRole.CUSTOMER_SPECIALIST: ["客户专员", "customer specialist"],
    JobRole.FOLLOW_UP_CLERK: ["回访专员", "follow-up clerk"],
    JobRole.TRAINER: ["培训师", "trainer"],
    JobRole.SERVICE_MANAGER: ["服务经理", "service manager"],
    JobRole.OTHER: ["其他", "other"],
}
LANGUAGES = {
    Language.CHINESE: ["中文", "简体中文", "chinese", "zh"],
    Language.ENGLISH: ["英文", "英语", "english"],
}
STATUSES = {"active": ["在职", "在岗", "yes", "是", "1"], "left": ["离职", "已离职", "inactive", "no", "否", "0"]}


def key(text: str) -> str:
    """What two spellings of one word have in common: width, case, spaces and dashes do not count."""
    return re.sub(r"[\s_\-]+", "", unicodedata.normalize("NFKC", text)).casefold()


def words(table: dict[str, list[str]]) -> dict[str, str]:
    """Each spelling of a value, as `key` has it, with the value."""
    return {key(spelling): str(value) for value, spellings in table.items() for spelling in [value, *spellings]}


WORDS = {"role": words(ROLES), "job_role": words(JOBS), "language": words(LANGUAGES), "status": words(STATUSES)}


def guessed(headings: list[str], remembered: dict[str, str]) -> list[str]:
    """For each heading its field, or "" for a column that is not read; each field is taken once."""
    known = {
        key(spelling): field
        for field, (_label, chinese, english) in COLUMNS.items()
        for spelling in [field, chinese, english, *OTHER_HEADINGS[field]]
    }
    found: list[str] = []
    for heading in headings:
        spellings = [heading, *re.split(r"[/／|(（\n]", heading)]
        field = remembered.get(heading, next((known[key(each)] for each in spellings if key(each) in known), ""))
        found.append(field if field in COLUMNS and field not in found else "")
    return found
