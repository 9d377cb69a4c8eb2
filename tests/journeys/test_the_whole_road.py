"""Five people in five sessions: an advisor, a trainer, a manager, a stranger, and the trainer as author."""

import pytest
from playwright.sync_api import expect

from tests.journeys import road
from tests.journeys.words import CHINESE, ENGLISH

COMMENT = "Very calm at the car. / 在车旁很从容。"


@pytest.mark.parametrize(
    ("words", "advisor", "width"), [(CHINESE, "linxiao", 390), (ENGLISH, "emma", 1440)], ids=["chinese", "english"]
)
def test_an_advisor_learns_performs_and_is_certified(platform, new_page, sign_in, axe, words, advisor, width):
    name = platform.accounts[advisor].name
    site = f"{platform.url}/{words.language}"

    learner = sign_in(new_page(width=width), advisor)
    axe(learner)
    road.study(learner, words, axe)
    road.sit_quiz(learner, words, wrong=1, axe=axe)
    expect(learner.locator(".result-figure")).to_contain_text("93")
    axe(learner)

    learner.goto(platform.url + road.module_path(words.language, "role-play"))
    expect(learner.locator("main")).not_to_contain_text(secret(words.language))
    axe(learner)

    trainer = sign_in(new_page(width=820), "xumin", words.language)
    axe(trainer)
    road.score_role_play(trainer, name, words.language, leave_blank=1)
    axe(trainer)
    road.follow(trainer.locator("[data-finish]"))
    expect(trainer.locator("textarea[name=comment]")).to_have_count(0)
    axe(trainer)
    trainer.go_back()
    trainer.locator(".score-item").last.locator(".mark.is-done").click()
    expect(trainer.locator('.score-item[data-value="done"]')).to_have_count(trainer.locator(".score-item").count())
    road.hand_in(trainer, COMMENT)
    expect(trainer.locator(".result-figure")).to_contain_text("100")

    learner.reload()
    road.follow(learner.locator("a[href*='/role-plays/sessions/']").first)
    expect(learner.locator("main")).to_contain_text(COMMENT)
    axe(learner)

    number = wait_for_certificate(learner, site)
    axe(learner)
    pdf = learner.request.get(f"{site}/certificates/{number}/pdf/")
    assert pdf.body().startswith(b"%PDF-")

    learner.goto(f"{site}/certificates/{number}/")
    axe(learner)
    code = learner.locator(".certificate-card a[href*='/verify/']").get_attribute("href").rstrip("/").rpartition("/")[2]
    stranger = new_page(locale="zh-CN" if words is CHINESE else "en-GB", width=390)
    stranger.goto(f"{platform.url}/v/{code}/")
    expect(stranger.locator(".verification")).to_contain_text(name)
    expect(stranger.locator(".verification-verdict")).to_contain_text(words.genuine)
    axe(stranger)

    manager = sign_in(new_page(), "chenli", words.language)
    axe(manager)
    road.follow(manager.locator(".segments a[href$='certification=reception']"))
    row = manager.locator(".matrix tbody tr", has_text=name)
    expect(row.locator('td[data-state="passed"]')).to_have_count(3)
    expect(row.locator('td[data-state="valid"]')).to_have_count(1)
    axe(manager)
    road.follow(row.locator("th a:not(.matrix-act)"))
    axe(manager)


def test_the_language_may_change_on_the_way(platform, new_page, sign_in):
    page = sign_in(new_page(), "qianwen", "en")
    page.goto(platform.url + road.module_path("en"))
    expect(page.locator('.route-stop[data-state="done"]')).to_have_count(3)
    road.follow(page.locator(".languages a").first)
    expect(page).to_have_url(platform.url + road.module_path("zh-hans"))
    expect(page.locator('.route-stop[data-state="done"]')).to_have_count(3)


def test_a_trainer_edits_previews_and_publishes_a_lesson(platform, new_page, sign_in):
    address = platform.url + road.module_path("en", road.lesson_slugs()[-1])
    author = sign_in(new_page(), "xumin", "en")
    author.goto(address)
    road.follow(author.locator("main a[href*='/admin/pages/']"))
    author.locator("[name=title]").fill("Signed, seated, informed")
    author.locator("button[data-side-panel='preview'], [data-side-panel-toggle='preview']").first.click()
    preview = author.frame_locator("#w-preview-iframe")
    expect(preview.locator("h1")).to_have_text("Signed, seated, informed", timeout=20_000)
    author.locator("footer [data-w-dropdown-target='toggle']").first.click()
    road.follow(author.locator("button[name='action-publish']"))
    author.goto(address)
    expect(author.locator("h1")).to_have_text("Signed, seated, informed")


def wait_for_certificate(page, site: str) -> str:
    """The award is a task of the worker: look again until it is done, as a person would."""
    for _ in range(40):
        page.goto(f"{site}/certificates/")
        if page.locator(".certificate-number").count():
            return page.locator(".certificate-number").inner_text()
        page.wait_for_timeout(500)
    raise AssertionError("no certificate after 20 seconds")


def secret(language: str) -> str:
    """The beginning of the customer's first hidden fact, which an advisor must not read."""
    facts = road.read("role-play")["customer"]["hidden_facts"][road.LANGUAGE_KEY[language]]
    return facts.removeprefix("1. ")[:14]
