import copy
import datetime as dt

import pytest
from wagtail.log_actions import log
from wagtail.models import Revision

from courses.curriculum.loader import FOLDER, read, stable_key
from courses.models import CoursePage, ModulePage
from roleplays.curriculum import load_role_play
from roleplays.models import CheckSheet, CustomerCard, EveryCardUsed, Item, RolePlayPage
from roleplays.models.cards import DAYS_APART, cards_of, deal_for
from standards.models import Clause
from tests.conftest import NOW

SOURCE = {
    "key": "reception-role-play",
    "slug": "role-play",
    "title": {"zh": "赶时间的客户", "en": "A customer in a hurry"},
    "summary": {"zh": "概要", "en": "Summary"},
    "minutes": 25,
    "preparation_minutes": 5,
    "time_limit": 15,
    "pass_mark": 80,
    "situation": {"zh": "九点十分", "en": "Ten past nine"},
    "advisor_brief": {"zh": "站岗", "en": "At the post"},
    "props": {"zh": "钥匙", "en": "Key"},
    "customer": {
        "name": {"zh": "周明远", "en": "Zhou Mingyuan"},
        "persona": {"zh": "42 岁", "en": "Aged 42"},
        "car": {"zh": "轿车", "en": "Sedan"},
        "mood": {"zh": "赶时间", "en": "Hurried"},
        "hidden_facts": {"zh": "擦痕", "en": "Scuff"},
        "reveal": {"zh": "问到再说", "en": "When asked"},
    },
    "check_sheet": {
        "key": "reception-check-sheet",
        "title": {"zh": "检核表", "en": "Check sheet"},
        "sections": [
            {
                "title": {"zh": "迎接", "en": "Greeting"},
                "items": [
                    {
                        "code": "P2-C01",
                        "behaviour": {"zh": "问候", "en": "Greeted"},
                        "talk": {"zh": "您好", "en": "Good morning"},
                        "points": 2,
                        "critical": True,
                        "clauses": ["P2-08"],
                    },
                    {
                        "code": "P2-C02",
                        "behaviour": {"zh": "鞠躬", "en": "Bowed"},
                        "points": 1,
                        "critical": False,
                        "clauses": [],
                    },
                ],
            }
        ],
    },
}


@pytest.fixture
def modules(module, home_zh):
    locale = home_zh.locale
    course = home_zh.add_child(instance=CoursePage(title="七步", slug="seven-steps", summary="全部", locale=locale))
    chinese = course.add_child(instance=ModulePage(title="接待", slug="reception", summary="开头", locale=locale))
    return {"zh-hans": chinese, "en": module}


@pytest.fixture
def source():
    return copy.deepcopy(SOURCE)


@pytest.fixture
def loaded(modules, clause, source):
    load_role_play(source, modules)
    return {page.locale.language_code: page for page in RolePlayPage.objects.select_related("locale")}


def test_a_role_play_comes_in_both_languages(loaded):
    chinese, english = loaded["zh-hans"], loaded["en"]

    assert chinese.translation_key == english.translation_key == stable_key("roleplaypage", "reception-role-play")
    assert (chinese.customer_hidden_facts, english.customer_hidden_facts) == ("<p>擦痕</p>", "<p>Scuff</p>")
    assert (chinese.check_sheet.title, english.check_sheet.title) == ("检核表", "Check sheet")
    assert chinese.check_sheet.translation_key == english.check_sheet.translation_key


FURTHER = {
    "key": "second-customer",
    "name": {"zh": "顾岩", "en": "Gu Yan"},
    "persona": {"zh": "35 岁", "en": "Aged 35"},
    "car": {"zh": "轿车", "en": "Sedan"},
    "mood": {"zh": "平静", "en": "Calm"},
    "hidden_facts": {"zh": "松动", "en": "Loose"},
    "reveal": {"zh": "追问再说", "en": "When pressed"},
}


def test_further_customers_come_in_both_languages_and_stay_the_same_rows(loaded, modules, source):
    source |= {"further_customers": [FURTHER], "soft_limit": 12, "section_minimum": 50, "self_assessment": True}
    source |= {"recording": "audio"}
    load_role_play(source, modules)
    rows = set(CustomerCard.objects.values_list("pk", flat=True))
    page = RolePlayPage.objects.get(locale__language_code="en")
    assert [card.name for card in cards_of(page)] == ["Zhou Mingyuan", "Gu Yan"]
    assert (page.soft_limit, page.section_minimum, page.self_assessment) == (12, 50, True)
    assert page.recording == "audio"
    assert len(set(CustomerCard.objects.values_list("translation_key", flat=True))) == 1
    source["further_customers"][0]["mood"] = {"zh": "着急", "en": "Hurried"}
    load_role_play(source, modules)
    assert set(CustomerCard.objects.values_list("pk", flat=True)) == rows
    assert {card.mood for card in CustomerCard.objects.all()} == {"着急", "Hurried"}


def test_items_come_with_their_clauses(loaded):
    first, second = Item.objects.filter(section__check_sheet=loaded["en"].check_sheet).order_by("sort_order")

    assert (first.code, first.behaviour, first.talk_points, first.points) == ("P2-C01", "Greeted", "Good morning", 2)
    assert [clause.code for clause in first.clauses.all()] == ["P2-08"]
    assert (second.talk_points, second.critical, list(second.clauses.all())) == ("", False, [])


def test_the_page_is_published_with_its_clauses(loaded):
    assert loaded["en"].live
    assert [clause.code for clause in loaded["en"].clauses.all()] == ["P2-08"]


def test_an_edition_can_be_made_of_it(loaded):
    edition = loaded["en"].check_sheet.edition(NOW)

    assert [item.code for item in edition.items] == ["P2-C01", "P2-C02"]


def test_a_second_load_changes_nothing(loaded, modules, source):
    before = (Revision.objects.count(), list(Item.objects.order_by("pk").values_list("pk", flat=True)))
    load_role_play(source, modules)

    assert (Revision.objects.count(), list(Item.objects.order_by("pk").values_list("pk", flat=True))) == before


def test_a_changed_source_is_written(loaded, modules, source):
    source["check_sheet"]["sections"][0]["items"][0]["behaviour"]["en"] = "Greeted warmly"
    source["situation"]["en"] = "Noon"
    load_role_play(source, modules)

    assert [item.behaviour for item in Item.objects.filter(locale__language_code="en").order_by("sort_order")] == [
        "Greeted warmly",
        "Bowed",
    ]
    assert RolePlayPage.objects.get(locale__language_code="en").situation == "<p>Noon</p>"


def test_an_item_can_be_taken_out_and_moved(loaded, modules, source):
    items = source["check_sheet"]["sections"][0]["items"]
    source["check_sheet"]["sections"].append({"title": {"zh": "新", "en": "New"}, "items": [items.pop(0)]})
    load_role_play(source, modules)

    sheet = CheckSheet.objects.get(locale__language_code="en")
    assert [[item.code for item in section.items.all()] for section in sheet.sections.all()] == [["P2-C02"], ["P2-C01"]]


def test_what_an_author_edited_stays(loaded, modules, source, xu):
    sheet = CheckSheet.objects.get(locale__language_code="en")
    sheet.title = "My own"
    sheet.save()
    log(instance=sheet, action="wagtail.edit", user=xu)
    source["check_sheet"]["title"] = {"zh": "改", "en": "Changed"}
    load_role_play(source, modules)

    assert {sheet.title for sheet in CheckSheet.objects.all()} == {"My own", "改"}


def test_an_audit_has_no_customer(modules, clause, source):
    del source["customer"]
    load_role_play(source, modules)

    assert not any(page.has_customer for page in RolePlayPage.objects.all())


def test_a_customer_who_is_taken_out_of_the_file_is_gone(loaded, modules, source):
    del source["customer"]
    load_role_play(source, modules)

    assert [page.customer_hidden_facts for page in RolePlayPage.objects.all()] == ["", ""]


def test_an_item_may_ask_for_a_photograph(modules, clause, source):
    source["check_sheet"]["sections"][0]["items"][0]["photo"] = True
    load_role_play(source, modules)

    edition = CheckSheet.objects.first().edition(NOW)
    assert [item.photo for item in edition.items] == [True, False]


def test_the_page_is_about_the_clauses_of_its_items(loaded, clause):
    assert {each for page in RolePlayPage.objects.all() for each in page.clauses.all()} == {clause}


def loaded_from(path, modules) -> RolePlayPage:
    """A role-play of the curriculum, with clauses of the codes that it names."""
    data = read(path)
    codes = {
        code for section in data["check_sheet"]["sections"] for item in section["items"] for code in item["clauses"]
    }
    Clause.objects.bulk_create(
        Clause(code=code, area="P2", in_force_from=NOW, text_zh=code, text_en=code, why_zh="", why_en="")
        for code in codes
    )
    load_role_play(data, modules)
    return RolePlayPage.objects.get(locale__language_code="zh-hans")


def test_the_role_play_of_the_curriculum_loads(modules):
    loaded_from(FOLDER / "seven-steps" / "reception" / "role-play.yaml", modules)

    edition = CheckSheet.objects.first().edition(NOW)
    assert len(edition.items) >= 20
    assert all(item.clauses for item in edition.items)


ROLE_PLAYS = sorted(FOLDER.glob("*/*/role-play*.yaml"))
WITH_CUSTOMER = [path for path in ROLE_PLAYS if "customer" in read(path)]


def test_the_curriculum_has_role_plays_and_audits():
    assert len(WITH_CUSTOMER) >= 11
    assert len(ROLE_PLAYS) - len(WITH_CUSTOMER) >= 2


@pytest.mark.parametrize("path", WITH_CUSTOMER, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_nobody_meets_a_customer_of_the_curriculum_twice_in_180_days(path, modules, lin):
    page = loaded_from(path, modules)
    first = deal_for(page, lin, NOW)
    second = deal_for(page, lin, NOW + dt.timedelta(days=1))
    assert first.card != second.card
    with pytest.raises(EveryCardUsed):
        deal_for(page, lin, NOW + dt.timedelta(days=DAYS_APART - 1))
    assert deal_for(page, lin, NOW + dt.timedelta(days=DAYS_APART)).card == first.card


@pytest.mark.parametrize("path", WITH_CUSTOMER, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_customers_of_one_scenario_are_other_people_with_other_things_to_say(path):
    data = read(path)
    cards = [data["customer"], *data["further_customers"]]
    for language in ("zh", "en"):
        for field in ("name", "persona", "mood", "hidden_facts", "reveal"):
            texts = [card[field][language] for card in cards]
            assert len(set(texts)) == len(cards), field
        lines = [line for card in cards for line in card["reveal"][language].splitlines()]
        assert len(lines) - len(set(lines)) <= 2  # what the case itself asks for
    for card in cards:
        for field in ("hidden_facts", "reveal"):
            counts = {len(card[field][language].splitlines()) for language in ("zh", "en")}
            assert len(counts) == 1, f"{card['name']['en']}: {field}"
