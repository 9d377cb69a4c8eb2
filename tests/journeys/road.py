"""What the people of a journey do, step by step. Addresses and right answers come from the curriculum's own files."""

import re
from pathlib import Path

import yaml
from playwright.sync_api import Locator, Page, expect

from tests.journeys.answering import answer_in_parts
from tests.journeys.words import Words

MODULE = Path(__file__).parents[2] / "courses/curriculum/seven-steps/reception"
LANGUAGE_KEY = {"zh-hans": "zh", "en": "en"}


def module_path(language: str, activity: str = "") -> str:
    return f"/{language}/seven-steps/reception/{activity and activity + '/'}"


def lesson_slugs() -> list[str]:
    names = [name for name in read("module")["activities"] if name.startswith("lesson")]
    return [read(name)["slug"] for name in names]


def read(name: str) -> dict:
    return yaml.safe_load((MODULE / f"{name}.yaml").read_text())


def follow(link: Locator) -> None:
    """Click what leads to another page, and be there: a click returns while the page before is still the one shown."""
    with link.page.expect_navigation():
        link.click()


def study(page: Page, words: Words, axe) -> None:
    """Start the course, go to the module, and through every lesson of it by the buttons at their ends."""
    follow(page.get_by_role("link", name=words.course).first)
    axe(page)
    follow(page.get_by_role("button", name=words.start_course))
    expect(page.locator(".lesson-end button")).to_be_visible()
    page.goto(page.url.partition(f"/{words.language}/")[0] + module_path(words.language))
    axe(page)
    follow(page.locator(f".route-stop a[href$='/{lesson_slugs()[0]}/']").first)
    for slug in lesson_slugs():
        expect(page).to_have_url(activity_address(slug))
        axe(page)
        follow(page.locator(".lesson-end button"))
    expect(page).to_have_url(activity_address("quiz"))


def activity_address(slug: str) -> re.Pattern:
    return re.compile(rf"/reception/{slug}/$")


def sit_quiz(page: Page, words: Words, *, wrong: int = 0, axe=None) -> None:
    """Answer every question, the first `wrong` of them wrongly, and submit. The page is the quiz's own."""
    follow(page.get_by_role("button", name=words.start_quiz))
    key = answer_key(words.language)
    total = read("quiz")["draw"]
    for number in range(1, total + 1):
        if axe and number in (1, total):
            axe(page)
        answer(page, key, right=number > wrong)
        follow(page.locator(".quiz-foot .is-primary"))
    follow(page.get_by_role("button", name=words.submit_quiz))


def answer_key(language: str) -> dict[str, dict]:
    """Question text → its source, in one language."""
    lang = LANGUAGE_KEY[language]
    return {" ".join(q["stem"][lang].split()): q for q in read("quiz")["questions"]}


def answer(page: Page, key: dict[str, dict], *, right: bool) -> None:
    stem = " ".join(page.locator("h1.question-text").inner_text().split())
    question = key.get(stem) or the_cloze(key)
    lang = "zh" if page.locator("html").get_attribute("lang") == "zh-Hans" else "en"
    if question["kind"] == "ordering":
        wanted = [option["text"][lang] for option in question["options"]]
        put_in_order(page, wanted) if right else put_out_of_order(page, wanted)
    elif question["kind"] == "true_false":
        choose_truth(page, question["answer"] if right else not question["answer"])
    elif question["kind"] in ("single", "multiple"):
        choose(page, question, lang, right=right)
    elif right:  # of the newer kinds no answer is wrong enough
        answer_in_parts(page, question, lang)


def the_cloze(key: dict[str, dict]) -> dict:
    """Its words stand among its gaps, and not in the heading; the quiz has one."""
    [found] = [question for question in key.values() if question["kind"] == "cloze"]
    return found


def choose(page: Page, question: dict, lang: str, *, right: bool) -> None:
    for option in question["options"]:
        if option["correct"] == right:
            page.locator("label.option", has_text=option["text"][lang]).first.click()
            if question["kind"] == "single":
                break
    wait_until_saved(page)


def choose_truth(page: Page, truth: bool) -> None:
    """The first option says true, the second false, unless they were shuffled; their words tell."""
    words = ("正确", "对", "True") if truth else ("错误", "错", "False")
    options = page.locator("label.option")
    for n in range(options.count()):
        if options.nth(n).locator("span").first.inner_text().strip() in words:
            options.nth(n).click()
            break
    wait_until_saved(page)


def put_in_order(page: Page, wanted: list[str]) -> None:
    """Move each option up with its button until it stands at its place. It never comes in this order."""
    for place, text in enumerate(wanted):
        while order_of(page).index(text) > place:
            row = page.locator(".ordering-item", has=page.get_by_text(text, exact=True))
            row.locator("button.is-up").click()
    wait_until_saved(page)


def put_out_of_order(page: Page, wanted: list[str]) -> None:
    """An order that is neither the right one nor the one it came in, which would be no answer."""
    up = page.locator(".ordering-item button.is-up")
    up.last.click()
    if order_of(page) == wanted:
        up.nth(1).click()
    assert order_of(page) != wanted
    wait_until_saved(page)


def order_of(page: Page) -> list[str]:
    return page.locator(".ordering-item > span:first-child").all_inner_texts()


def wait_until_saved(page: Page) -> None:
    expect(page.locator('.quiz-bar [data-state="saved"]')).to_be_visible()


def score_role_play(page: Page, person: str, language: str, *, leave_blank: int = 0) -> None:
    """Open a session for `person` from the board and tap "done" on every item but the last `leave_blank`."""
    row = page.locator(".board-row", has_text=person)
    row.locator("summary").click()
    title = read("role-play")["title"][LANGUAGE_KEY[language]]
    follow(row.locator("form[action$='/open/'] li", has_text=title).locator("button"))
    items = page.locator(".score-item")
    for n in range(items.count() - leave_blank):
        items.nth(n).locator(".mark.is-done").click()
        page.wait_for_timeout(320)  # a second tap on the same spot is taken for a double tap; nobody is quicker
    expect(page.locator('.score-item[data-value="done"]')).to_have_count(items.count() - leave_blank)


def hand_in(page: Page, comment: str) -> None:
    follow(page.locator("[data-finish]"))
    page.locator("input[name=rating][value='4']").check()
    page.locator("textarea[name=comment]").fill(comment)
    follow(page.locator("form[action$='/submit/'] button"))
