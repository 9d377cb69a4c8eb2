"""A check sheet goes out as a workbook and comes in again: row by row before it is written, then all or nothing."""

import zipfile
from dataclasses import replace
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from roleplays import importing, workbook
from roleplays.importing import Verdict
from roleplays.models import CheckSheet, Item, Session
from roleplays.scoring import Scale


@pytest.fixture
def key(check_sheet, check_sheet_zh):
    return check_sheet.translation_key


@pytest.fixture
def rows(key):
    return importing.rows_of(importing.sheets_of(key))


def verdicts(key, rows):
    return {line.row.code: line.verdict for line in importing.plan(key, workbook.write(rows)).lines}


def commit(key, rows):
    data = workbook.write(rows)
    return importing.commit(key, data, importing.plan(key, data).fingerprint)


def test_what_goes_out_and_comes_in_is_the_same(key, rows, check_sheet, now):
    edition = check_sheet.edition(now)
    plan = commit(key, rows)
    assert {line.verdict for line in plan.lines} == {Verdict.LEAVE}
    assert not plan.changes_anything
    assert CheckSheet.objects.get(pk=check_sheet.pk).edition(now) == edition
    assert [each.row for each in workbook.read(importing.export(key), {"P2-08"}).rows] == rows


GRADES_EN, GRADES_ZH = "None\nLittle\nFair\nGood\nExcellent", "没有\n很少\n一般\n良好\n优秀"
RICH = {
    "W-01": {"scale": "yes_no", "may_be_left_out": True, "weight": "1.5"},
    "W-02": {"scale": "five", "weight": "0.5", "photo": True},
    "W-03": {"photo": True, "weight": "5"},
    "W-04": {},
}


@pytest.fixture
def rich(key):
    """The sheet with everything that an item may have, in both languages."""
    for code, fields in RICH.items():
        Item.objects.filter(code=code).update(**fields)
    for language, grades, phrase in (("en", GRADES_EN, "Look up."), ("zh-hans", GRADES_ZH, "请抬头。")):
        of_language = Item.objects.filter(locale__language_code=language)
        of_language.filter(code="W-02").update(anchors=grades)
        of_language.filter(code="W-04").update(phrases=f"{phrase}\n=1+1")
        CheckSheet.objects.filter(locale__language_code=language).update(phrases=f"{phrase} 1\n{phrase} 2")
    return key


def everything(key):
    """All that an edition is made of."""
    return next(iter(importing.sheets_of(key).values())).frozen()


def test_nothing_that_an_item_has_is_lost_on_the_way_out_and_in(rich):
    before, data = everything(rich), importing.export(rich)
    emptied = [
        replace(row, scale="", weight="", na="", photo="", anchors_zh="", anchors_en="", phrases_zh="", phrases_en="")
        for row in importing.rows_of(importing.sheets_of(rich))
    ]
    plain = workbook.write(emptied, workbook.Phrases())
    importing.commit(rich, plain, importing.plan(rich, plain).fingerprint)
    assert everything(rich) != before

    plan = importing.commit(rich, data, importing.plan(rich, data).fingerprint)
    assert everything(rich) == before
    assert {line.row.code: line.verdict for line in plan.lines} == dict.fromkeys(RICH, Verdict.CHANGE)
    assert plan.changes_phrases
    assert not importing.plan(rich, data).changes_anything


@pytest.mark.parametrize(
    ("said", "scale"),
    [("1–5", Scale.FIVE), ("是/否", Scale.YES_NO), ("Yes/No", Scale.YES_NO), ("", Scale.THREE), ("3", None)],
)
def test_a_scale_is_known_by_its_words_in_either_language(rows, said, scale):
    assert replace(rows[0], scale=said).chosen_scale == scale


def test_a_file_without_the_worksheet_of_phrases_leaves_them(rich):
    book = load_workbook(BytesIO(importing.export(rich)))
    del book[workbook.PHRASES]
    data = saved(book)
    plan = importing.plan(rich, data)
    importing.commit(rich, data, plan.fingerprint)
    assert not plan.changes_phrases
    assert CheckSheet.objects.get(locale__language_code="en").phrases == "Look up. 1\nLook up. 2"


def test_the_template_offers_the_scales_and_explains_each_column():
    book = load_workbook(BytesIO(workbook.write([])))
    assert book.sheetnames == [workbook.SHEET, workbook.PHRASES, workbook.NOTES]
    offered = {str(each.sqref).partition("2")[0]: each.formula1 for each in book.active.data_validations.dataValidation}
    heads = {cell.value: cell.column_letter for cell in book.active[1]}
    assert offered[heads["Scale 评分方式"]] == '"' + ",".join(workbook.SCALES.values()) + '"'
    assert {offered[heads[workbook.HEADS[name]]] for name in ("critical", "na", "photo")} == {'"yes 是,no 否"'}


def test_what_no_workbook_can_hold_does_not_stop_the_export(key):
    Item.objects.filter(code="W-01").update(behaviour="Pasted\x0bfrom slides")
    row = workbook.read(importing.export(key), {"P2-08"}).rows[0].row
    assert row.behaviour_en == "Pasted from slides"


def test_each_row_says_what_it_would_do(key, rows):
    changed = [replace(rows[0], points="5"), *rows[2:], replace(rows[0], code="W-09")]
    assert verdicts(key, changed) == {
        "W-01": Verdict.CHANGE, "W-02": Verdict.GO, "W-03": Verdict.LEAVE, "W-04": Verdict.LEAVE,
        "W-09": Verdict.CREATE,
    }  # fmt: skip


def test_it_is_written_in_both_languages(key, rows):
    commit(key, [replace(rows[0], behaviour_zh="双手递名片", behaviour_en="Offers a card"), *rows[1:]])
    items = Item.objects.filter(code="W-01").order_by("locale__language_code")
    assert [item.behaviour for item in items] == ["Offers a card", "双手递名片"]
    assert len({item.translation_key for item in items}) == 1


def test_a_session_keeps_the_edition_it_was_opened_on(key, rows, role_play, lin, xu, now):
    session = Session.open(role_play, lin, by=xu, at=now)
    commit(key, rows[:2])
    assert len(Session.objects.get(pk=session.pk).edition.items) == 4
    assert Item.objects.filter(section__check_sheet__translation_key=key).count() == 4


def test_another_order_is_a_change(key, rows):
    plan = importing.plan(key, workbook.write([rows[1], rows[0], *rows[2:]]))
    assert (plan.is_reordered, plan.changes_anything) == (True, True)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"code": "W 1"}, "letters, digits"),
        ({"code": "W-02"}, "more than once"),
        ({"points": "0"}, "from 1 to 10"),
        ({"points": "two"}, "from 1 to 10"),
        ({"critical": "perhaps"}, "yes or no"),
        ({"clauses": "P9-99"}, "no clause P9-99"),
        ({"behaviour_zh": ""}, "missing in “zh”"),
        ({"section_en": ""}, "missing in “en”"),
        ({"weight": "0.4"}, "from 0.5 to 5"),
        ({"weight": "5.1"}, "from 0.5 to 5"),
        ({"weight": "1.25"}, "one decimal"),
        ({"weight": "NaN"}, "from 0.5 to 5"),
        ({"weight": "1e3"}, "from 0.5 to 5"),
        ({"scale": "stars"}, "The scale is one of"),
        ({"na": "sometimes"}, "yes or no"),
        ({"scale": "1-5"}, "a line of its own in “zh”"),
        ({"scale": "1-5", "anchors_en": "a\nb\nc\nd", "anchors_zh": "一\n二\n三\n四\n五"}, "of its own in “en”"),
        ({"anchors_en": "Poor"}, "Only the scale 1 to 5"),
    ],
)
def test_one_row_that_is_wrong_keeps_everything_out(key, rows, changed, said):
    wrong = [replace(rows[0], **changed), *rows[1:]]
    line = importing.plan(key, workbook.write(wrong)).lines[0]
    assert line.verdict == Verdict.REFUSE
    assert said in " ".join(line.problems)
    with pytest.raises(importing.Refused):
        commit(key, wrong)


def test_what_has_changed_meanwhile_is_not_written_over(key, rows):
    data = workbook.write(rows[:3])
    seen = importing.plan(key, data).fingerprint
    commit(key, rows[:2])
    with pytest.raises(importing.Refused):
        importing.commit(key, data, seen)


def test_words_that_begin_like_a_formula_stay_words(key, rows):
    commit(key, [replace(rows[0], behaviour_en="=1+1"), *rows[1:]])
    assert importing.rows_of(importing.sheets_of(key))[0].behaviour_en == "=1+1"


def saved(book) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def with_part(name: str, content: bytes) -> bytes:
    """The template with one part more, or another in its place."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(workbook.write([]))) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return out.getvalue()


def with_phrases(lines: list[list[str]]) -> bytes:
    book = load_workbook(BytesIO(workbook.write([])))
    book.active.append([None, None, "W-01"])
    del book[workbook.PHRASES]
    for line in lines:
        (book[workbook.PHRASES] if workbook.PHRASES in book.sheetnames else book.create_sheet(workbook.PHRASES)).append(
            line
        )
    return saved(book)


ENTITIES = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
HOSTILE = {
    "nothing": b"",
    "no archive": b"PK nothing",
    "too long": b"x" * (workbook.LARGEST_FILE + 1),
    "another workbook": saved(Workbook()),
    "a bomb": with_part("xl/media/zeros.bin", bytes(workbook.MOST_UNPACKED + 1)),
    "entities": with_part("xl/worksheets/sheet1.xml", ENTITIES),
    "a way out": with_part("../../etc/cron.d/x", b"x"),
    "a broken worksheet": with_part("xl/worksheets/sheet1.xml", b"<worksheet"),
    "phrases under other heads": with_phrases([["a", "b"], ["c", "d"]]),
    "phrases without end": with_phrases([workbook.PHRASE_HEADS, *[["好", "Good"]] * (workbook.MOST_PHRASES + 1)]),
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_what_is_no_such_workbook_is_said(key, data):
    with pytest.raises(workbook.Unreadable):
        importing.plan(key, data)


def test_a_row_far_below_is_not_read(key, rows):
    book = load_workbook(BytesIO(workbook.write(rows)))
    book.active.cell(1_000_000, 3, "W-99")
    assert [each.row.code for each in workbook.read(saved(book), {"P2-08"}).rows] == ["W-01", "W-02", "W-03", "W-04"]


def test_more_items_than_a_sheet_has_are_refused(key, rows):
    many = [replace(rows[0], code=f"X-{n}") for n in range(workbook.MOST_ITEMS + 1)]
    with pytest.raises(workbook.Unreadable, match="at most 300"):
        importing.plan(key, workbook.write(many))


def test_an_empty_template_has_no_item(key):
    with pytest.raises(workbook.Unreadable):
        importing.plan(key, workbook.write([]))


# --- In the admin ---------------------------------------------------------------------------------------------------


def upload(client, key, data):
    file = SimpleUploadedFile("sheet.xlsx", data)
    return client.post(reverse("check_sheet_import", args=[key]), {"file": file})


def test_upload_look_and_confirm(signed_in, xu, key, rows):
    client = signed_in(xu)
    assert client.get(reverse("check_sheet_export", args=[key])).content[:2] == b"PK"
    assert client.get(reverse("check_sheet_template")).content[:2] == b"PK"
    assert client.get(reverse("check_sheet_import", args=[key])).status_code == 200
    response = upload(client, key, workbook.write(rows[:3]))
    page = client.get(response.url)
    fingerprint = page.context["plan"].fingerprint
    assert CheckSheet.objects.filter(sections__items__code="W-04").exists()
    client.post(response.url, {"fingerprint": fingerprint})
    assert not CheckSheet.objects.filter(sections__items__code="W-04").exists()
    assert client.get(response.url).url == reverse("check_sheet_import", args=[key])
    assert client.post(response.url).url == reverse("check_sheet_import", args=[key])


def test_what_is_refused_cannot_be_confirmed(signed_in, xu, key, rows):
    client = signed_in(xu)
    response = upload(client, key, workbook.write([replace(rows[0], points="99"), *rows[1:]]))
    client.post(response.url, {"fingerprint": client.get(response.url).context["plan"].fingerprint})
    assert {item.points for item in Item.objects.all()} == {1, 2, 3, 4}


def test_a_file_that_cannot_be_read_is_said_at_once(signed_in, xu, key):
    assert upload(signed_in(xu), key, b"nothing").context["form"].errors


def test_nobody_finds_anothers_file(signed_in, xu, admin, key, rows):
    response = upload(signed_in(xu), key, workbook.write(rows))
    assert signed_in(admin).get(response.url).url == reverse("check_sheet_import", args=[key])


@pytest.mark.parametrize("who", ["lin", "chen", "regional"])
def test_whoever_writes_nothing_finds_none_of_it(request, signed_in, who, key):
    client = signed_in(request.getfixturevalue(who))
    for name in ("check_sheet_import", "check_sheet_export"):
        assert client.get(reverse(name, args=[key])).status_code in (302, 403, 404)
        assert client.post(reverse(name, args=[key])).status_code in (302, 403, 404)


def test_a_sheet_that_is_not_there(signed_in, xu, roles):
    address = reverse("check_sheet_export", args=["6f3c1d2e-8a54-4b0e-9d57-3f2c7a1b4e60"])
    assert signed_in(xu).get(address, follow=True).status_code == 404  # the language is tried first
