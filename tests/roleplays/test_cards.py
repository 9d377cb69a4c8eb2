"""Parallel cases: nobody meets the same customer twice within 180 days."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from roleplays.models import CardUse, CustomerCard, EveryCardUsed, Kind, Session
from roleplays.models.cards import cards_of, deal, deal_for
from tests.roleplays.conftest import ALL_DONE

DAY = dt.timedelta(days=1)
FACTS = {
    "persona": "Calm", "car": "A red hatchback", "mood": "Curious",
    "hidden_facts": "<p>Squeak</p>", "reveal": "<p>Ask</p>",
}  # fmt: skip


def add_card(page, name, place=0):
    page.further_cards.add(CustomerCard(name=name, sort_order=place, locale=page.locale, **FACTS))
    page.save()
    return page


@pytest.fixture
def two_cards(role_play):
    return add_card(role_play, "Gu Yan")


def perform(session, at):
    sheet = session.score_sheets.get()
    for code in ALL_DONE:
        sheet.mark(code, "done", at)
    return sheet.submit(at)


def test_the_card_on_the_page_is_the_first_of_all(two_cards):
    assert [(card.number, card.name) for card in cards_of(two_cards)] == [(1, "Zhou Mingyuan"), (2, "Gu Yan")]


def test_an_audit_has_no_cards(role_play):
    role_play.customer_name = ""
    assert cards_of(role_play) == []


def test_each_try_meets_another_customer_until_all_are_used_up(two_cards, lin, xu, now):
    names = []
    for days in (0, 1):
        session = Session.open(two_cards, lin, by=xu, at=now + days * DAY)
        names.append(session.card.name)
        perform(session, now + days * DAY)
    assert names == ["Zhou Mingyuan", "Gu Yan"]
    with pytest.raises(EveryCardUsed) as used:
        Session.open(two_cards, lin, by=xu, at=now + 2 * DAY)
    assert used.value.free_at == now + 180 * DAY


def test_after_180_days_the_first_customer_is_free_again(two_cards, lin, now):
    deal_for(two_cards, lin, now)
    deal_for(two_cards, lin, now + DAY)
    again = deal_for(two_cards, lin, now + 180 * DAY)
    assert (again.card, again.number) == (two_cards.translation_key, 2)


def test_somebody_else_meets_them_meanwhile(two_cards, lin, zhou, now):
    assert deal_for(two_cards, lin, now).card == deal_for(two_cards, zhou, now).card


def test_with_one_customer_only_they_may_be_met_again(role_play, lin, now):
    assert [deal_for(role_play, lin, now).number, deal_for(role_play, lin, now + DAY).number] == [1, 2]


def test_whoever_was_refused_reads_until_when(two_cards, lin, xu, now, signed_in):
    for card in cards_of(two_cards):
        deal(lin, [card.key], dt.datetime.now(dt.UTC))
    data = {"person": lin.pk, "role_play": two_cards.translation_key}
    page = signed_in(xu).post("/en/role-plays/open/", data, follow=True).text
    assert "has met every customer of this role-play within 180 days" in page


def test_the_same_card_in_the_other_language(role_play_zh, two_cards, lin, xu, now):
    assert Session.open(role_play_zh, lin, by=xu, at=now).card.key == two_cards.translation_key


def test_at_work_nobody_plays_a_customer(two_cards, lin, chen, now):
    assert Session.open(two_cards, lin, by=chen, at=now, kind=Kind.AT_WORK).card is None
    assert not CardUse.objects.exists()


def test_a_session_that_never_began_gives_its_customer_back(two_cards, lin, xu, now):
    Session.open(two_cards, lin, by=xu, at=now).cancel(by=xu, at=now, because="Wrong person")
    assert not CardUse.objects.exists()


def test_a_session_that_began_keeps_it(two_cards, lin, xu, now):
    session = Session.open(two_cards, lin, by=xu, at=now)
    session.start(now)
    session.cancel(by=xu, at=now, because="The power went off")
    assert CardUse.objects.count() == 1


def test_the_database_refuses_a_card_before_it_is_free(role_play, lin, now):
    use = CardUse(person=lin, card=role_play.translation_key, number=2, at=now, free_from=now + DAY)
    with pytest.raises(IntegrityError, match="card_not_again_before_it_is_free"), transaction.atomic():
        use.save()


def test_the_database_refuses_the_same_number_twice(role_play, lin, now):
    deal_for(role_play, lin, now)
    with pytest.raises(IntegrityError, match=r"card_use_numbered_once|card"), transaction.atomic():
        CardUse.objects.create(person=lin, card=role_play.translation_key, number=1, at=now)
