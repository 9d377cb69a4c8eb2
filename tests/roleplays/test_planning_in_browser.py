"""From a plan to the answered objection, as three people walk it on a phone and on a tablet."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from people.models import Role
from roleplays.models import Answer, Plan, RolePlayPage
from tests.accessibility import examine
from tests.conftest import make_person
from tests.roleplays.conftest import ALL_DONE, SECRET

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def page_of(browser, live_server, signed_in):
    """`page_of(lin, 390)` is a page in a browser of Lin's own."""
    contexts = []

    def open_page(person, width):
        cookie = {"name": "sessionid", "value": signed_in(person).cookies["sessionid"].value, "url": live_server.url}
        context = browser.new_context(viewport={"width": width, "height": 1000}, timezone_id="Asia/Shanghai")
        context.set_default_timeout(60_000)
        context.add_cookies([cookie])
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


def has_no_barrier(page):
    examine(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("width", [390, 820])
def test_plan_run_release_object_answer(page_of, live_server, role_play, lin, zhou, xu, riverside, now, width):
    wang = make_person("wang", "王磊", Role.TRAINER, dealership=riverside)
    RolePlayPage.objects.update(self_assessment=True, soft_limit=12)
    trainer, advisor, player, lead = (page_of(person, width) for person in (xu, lin, zhou, wang))

    trainer.goto(f"{live_server.url}/en/role-plays/people/{lin.pk}/")
    trainer.get_by_role("link", name="Plan a session").click()
    trainer.get_by_label("Role-play", exact=True).select_option(label="A customer in a hurry")
    moment = timezone.localtime() + dt.timedelta(days=1)
    trainer.get_by_label("Begins").fill(moment.strftime("%Y-%m-%dT%H:%M"))
    trainer.get_by_label("Place").fill("Bay 2")
    trainer.get_by_label("Plays the customer").select_option(label="周堃")
    has_no_barrier(trainer)
    trainer.get_by_role("button", name="Plan it").click()
    expect(trainer.get_by_text("Not begun yet")).to_be_visible()
    has_no_barrier(trainer)
    plan = Plan.objects.get()

    player.goto(f"{live_server.url}/en/notices/")
    player.get_by_role("link", name="is planned with you").click()
    player.get_by_role("link", name="The customer’s card").click()
    expect(player.get_by_text(SECRET)).to_be_visible()
    has_no_barrier(player)

    trainer.get_by_role("button", name="Start the preparation").click()
    expect(trainer.get_by_role("timer")).to_be_visible()
    trainer.get_by_role("button", name="Open the score sheet").click()
    trainer.wait_for_url("**/role-plays/sessions/*/")
    plan.refresh_from_db()
    sheet = plan.session.score_sheets.get()
    for code in ALL_DONE:
        sheet.mark(code, "not" if code == "W-01" else "done", now)

    advisor.goto(f"{live_server.url}/en/role-plays/sessions/{plan.session_id}/own-view/")
    for section in ("Greeting", "Walk-round"):
        advisor.get_by_role("group", name=section).get_by_text("4 – good").click()
    has_no_barrier(advisor)
    advisor.get_by_role("button", name="Keep it").click()
    expect(advisor.get_by_text("Kept. You will read it beside the result.")).to_be_visible()

    trainer.goto(f"{live_server.url}/en/role-plays/sessions/{plan.session_id}/review/")
    trainer.get_by_text("Sound: ready for customers").click()
    trainer.get_by_role("button", name="Hand in and release").click()
    trainer.wait_for_url("**/result/")

    advisor.goto(f"{live_server.url}/en/notices/")
    advisor.get_by_role("link", name="is out").click()
    expect(advisor.get_by_text("4 / 5").first).to_be_visible()
    has_no_barrier(advisor)
    advisor.get_by_role("link", name="Object to the result").click()
    advisor.get_by_label("What do you see differently, and why?").fill("I did greet the customer.")
    advisor.get_by_role("button", name="Object").click()
    expect(advisor.get_by_text("I did greet the customer.")).to_be_visible()

    lead.goto(f"{live_server.url}/en/role-plays/")
    lead.get_by_role("link", name="1 objection waits for your answer").click()
    lead.get_by_role("link", name="林晓").click()
    lead.get_by_text("Upheld: perform again before other assessors").click()
    lead.get_by_label("Answer", exact=True).fill("The picture shows it. You perform again.")
    has_no_barrier(lead)
    lead.get_by_role("button", name="Answer").click()
    expect(lead.get_by_text("Answered. The advisor and the assessors are told.")).to_be_visible()
    assert Answer.objects.get().by == wang

    advisor.reload()
    expect(advisor.get_by_text("You perform again.")).to_be_visible()
