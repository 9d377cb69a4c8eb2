"""A 5S audit looks at an area of a dealership and at nobody: its history is the area's, and no ledger hears of it."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse

from courses.models import LedgerEntry
from people.models import Role, Team
from roleplays.areas import courses_of
from roleplays.models import Area, AreaRetired, Kind, Photograph, ScoreSheet, Session
from roleplays.trend import trend
from tests.conftest import make_person
from tests.roleplays.conftest import ALL_DONE, make_role_play, queries_of


@pytest.fixture
def area(riverside):
    return Area.objects.create(dealership=riverside, name_zh="车间", name_en="Workshop")


@pytest.fixture
def audit_page(module, check_sheet):
    return make_role_play(module, check_sheet, title="The workshop, by 5S", slug="audit", customer_name="")


@pytest.fixture
def audit(audit_page, area, xu, now):
    return Session.audit_area(audit_page, area, by=xu, at=now)


@pytest.fixture
def release(now, later):
    """`release(session, W_04="not")` marks all items and hands in."""

    def hand_in(session, at=0, **marks):
        sheet = session.score_sheets.get()
        for code, value in (ALL_DONE | {name.replace("_", "-"): value for name, value in marks.items()}).items():
            sheet.mark(code, value, later(at))
        return sheet.submit(later(at), "Tidy.")

    return hand_in


def test_an_audit_is_released_and_written_to_nobodys_ledger(audit, release):
    release(audit, W_01="partly")
    audit.refresh_from_db()
    assert (audit.kind, audit.person, audit.outcome, audit.percent) == (Kind.AREA, None, "passed", 90)
    assert not LedgerEntry.every.exists()


def test_no_list_of_performances_holds_it(audit, release, admin):
    release(audit)
    assert not Session.objects.filter(Q(person=None) | Q(area__isnull=False)).exists()
    assert not Session.objects.visible_to(admin).exists()
    assert list(Session.audits.all()) == [audit]
    assert list(Session.every.all()) == [audit]


def test_tries_are_counted_by_area_and_what_runs_is_gone_on_with(audit, audit_page, area, xu, harbour, release, later):
    assert Session.audit_area(audit_page, area, by=xu, at=later(1)) == audit
    release(audit)
    assert Session.audit_area(audit_page, area, by=xu, at=later(30)).number == 2
    elsewhere = Area.objects.create(dealership=harbour, name_zh="车间")
    assert Session.audit_area(audit_page, elsewhere, by=xu, at=later(30)).number == 1


@pytest.mark.parametrize("change", [{"area": None}, {"kind": "role_play"}, {"kind": "at_work"}, {"person": True}])
def test_a_session_is_of_a_person_or_of_an_area(audit, lin, change):
    change = {name: lin if value is True else value for name, value in change.items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Session.every.filter(pk=audit.pk).update(**change)


def test_an_area_out_of_use_is_audited_no_more_and_keeps_its_history(audit, audit_page, area, xu, release, later):
    release(audit)
    area.retire(later(60))
    with pytest.raises(AreaRetired):
        Session.audit_area(audit_page, area, by=xu, at=later(61))
    assert area.audits(manager="audits").released().count() == 1
    assert area.take_back()
    assert Session.audit_area(audit_page, area, by=xu, at=later(62)).number == 2


def test_its_name_may_be_given_again_while_it_is_out_of_use(area, riverside, later):
    area.retire(later(1))
    Area.objects.create(dealership=riverside, name_zh="车间")
    assert not area.take_back()


# --- Who may see ----------------------------------------------------------------------------------------------------


@pytest.fixture
def team_leader(riverside):
    team = Team.objects.create(code="t1", name_zh="一组", name_en="One", dealership=riverside)
    return make_person("leader", "组长", Role.MANAGER, dealership=riverside, team=team)


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("xu", True), ("chen", True), ("regional", True), ("admin", True), ("team_leader", True),
        ("lin", False), ("zhou", False), ("harbour_trainer", False),
    ],
)  # fmt: skip
def test_whoever_leads_or_trains_there_sees_it(request, signed_in, audit, release, area, who, sees):
    reader = request.getfixturevalue(who)
    release(audit)
    client, expected = signed_in(reader), 200 if sees else 404
    assert Area.objects.visible_to(reader).exists() == sees
    assert client.get(reverse("roleplays:area", args=[area.pk])).status_code == expected
    assert client.get(reverse("roleplays:audited", args=[audit.pk])).status_code == expected
    assert ("Workshop" in client.get(reverse("roleplays:areas")).text) == sees
    assert client.get(reverse("roleplays:result", args=[audit.pk])).status_code == 404


def test_a_sheet_is_its_auditors_alone_until_it_is_released(signed_in, audit, chen, regional, now):
    ScoreSheet.objects.get().mark("W-01", "not", now)
    for reader in (chen, regional):
        client = signed_in(reader)
        assert client.get(reverse("roleplays:score", args=[audit.pk])).status_code == 404
        assert client.get(reverse("roleplays:audited", args=[audit.pk])).status_code == 404
        assert not ScoreSheet.objects.of(reader).exists()


def test_its_photographs_are_seen_by_who_sees_the_area(audit, area, release, xu, chen, lin, harbour_trainer, now):
    audit.edition.content["sections"][0]["items"][0]["photo"] = True
    audit.edition.save()
    taken = ScoreSheet.objects.get().add_photograph("W-01", b"jpeg", by=xu, at=now)
    assert list(Photograph.objects.visible_to(xu)) == [taken]
    assert not Photograph.objects.visible_to(chen).exists()
    release(audit)
    assert list(Photograph.objects.visible_to(chen)) == [taken]
    for stranger in (lin, harbour_trainer):
        assert not Photograph.objects.visible_to(stranger).exists()


# --- On the screens -------------------------------------------------------------------------------------------------


def test_a_manager_adds_an_area_audits_it_and_reads_the_result(signed_in, chen, riverside, audit_page):
    client = signed_in(chen)
    added = client.post(reverse("roleplays:areas"), {"dealership": riverside.pk, "name_zh": "配件库", "name_en": ""})
    assert client.get(added.url).status_code == 200
    area = Area.objects.get(name_zh="配件库")
    begun = client.post(reverse("roleplays:audit_area", args=[area.pk]), {"role_play": audit_page.translation_key})
    assert "配件库" in client.get(begun.url).text
    sheet = ScoreSheet.objects.get()
    for code, value in ALL_DONE.items():
        client.post(reverse("roleplays:mark", args=[sheet.session_id]), {"tap": f"{code} {value}"})
    assert client.get(reverse("roleplays:review", args=[sheet.session_id])).status_code == 200
    assert client.get(reverse("roleplays:paper", args=[sheet.session_id])).status_code == 200
    released = client.post(reverse("roleplays:submit", args=[sheet.session_id]), {"rating": 4, "comment": "Clean."})
    assert released.url == reverse("roleplays:audited", args=[sheet.session_id])
    assert "Clean." in client.get(released.url).text
    assert client.get(reverse("roleplays:score", args=[sheet.session_id])).url == released.url


def test_an_audit_opened_by_mistake_is_cancelled_and_leads_back_to_its_area(signed_in, xu, audit, area):
    response = signed_in(xu).post(reverse("roleplays:cancel", args=[audit.pk]), {"because": "Wrong one"})
    assert response.url == reverse("roleplays:area", args=[area.pk])


def test_only_audits_are_offered_for_an_area(signed_in, xu, area, audit_page, role_play):
    client, address = signed_in(xu), reverse("roleplays:audit_area", args=[area.pk])
    assert [page.pk for page in client.get(reverse("roleplays:area", args=[area.pk])).context["offered"]] == [
        audit_page.pk
    ]
    assert client.post(address, {"role_play": role_play.translation_key}).status_code == 404
    for nothing in ("x", ""):
        assert client.post(address, {"role_play": nothing}).url == reverse("roleplays:area", args=[area.pk])
    assert not Session.audits.exists()


def test_nobody_adds_an_area_elsewhere_or_the_same_twice(signed_in, chen, area, harbour, riverside):
    client = signed_in(chen)
    for place in (harbour, riverside):
        response = client.post(reverse("roleplays:areas"), {"dealership": place.pk, "name_zh": "车间"})
        assert response.status_code == 422
    assert Area.objects.count() == 1


def test_the_result_stands_beside_the_audit_before(signed_in, xu, audit, audit_page, area, release, later):
    release(audit, W_04="not")
    second = Session.audit_area(audit_page, area, by=xu, at=later(60))
    release(second, at=60)
    response = signed_in(xu).get(reverse("roleplays:audited", args=[second.pk]))
    assert response.context["compared"].before == audit
    assert reverse("roleplays:audited", args=[audit.pk]) in response.text


def test_the_trend_runs_from_the_oldest_to_the_newest(audit, audit_page, area, xu, release, later):
    release(audit, W_04="not")
    release(Session.audit_area(audit_page, area, by=xu, at=later(60)), at=60)
    (course,) = courses_of(Session.audits.filter(area=area))
    assert [session.percent for session in course.audits] == [100, 60]
    assert course.trend.dots == ((10.0, 50.0), (310.0, 10.0))


def test_one_audit_makes_no_line():
    assert trend([80.0], 80) is None


def test_the_lists_take_as_many_queries_for_many(signed_in, xu, riverside, audit, audit_page, area, release, later):
    release(audit)
    client = signed_in(xu)
    addresses = [reverse("roleplays:areas"), reverse("roleplays:area", args=[area.pk])]
    few = [queries_of(client, address) for address in addresses]
    for number in range(1, 9):
        other = Area.objects.create(dealership=riverside, name_zh=f"区域{number}")
        release(Session.audit_area(audit_page, other, by=xu, at=later(number)), at=number)
        release(Session.audit_area(audit_page, area, by=xu, at=later(60 * number)), at=60 * number)
    assert [queries_of(client, address) for address in addresses] == few


def test_both_tables_hold_what_the_reader_sees(signed_in, chen, harbour, audit, area, release):
    Area.objects.create(dealership=harbour, name_zh="港湾车间")
    release(audit)
    client = signed_in(chen)
    for name in ("areas", "area-audits"):
        text = client.get(reverse("people:table", args=[name, "csv"])).getvalue().decode()
        assert "Workshop" in text
        assert "100" in text
        assert "港湾车间" not in text
    none = client.get(reverse("people:table", args=["area-audits", "csv"]), {"area": area.pk + 1})
    assert "Workshop" not in none.getvalue().decode()
