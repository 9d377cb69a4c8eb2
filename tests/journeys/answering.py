"""Right answers to questions of the kinds that have parts, given on the screen as a learner gives them."""

from playwright.sync_api import Page, expect


def answer_in_parts(page: Page, question: dict, lang: str) -> None:
    ways = {
        "matching": pair, "categories": pair, "fill_in": type_it, "numeric": type_it, "cloze": fill_gaps,
        "hotspot": mark_by_name, "dialogue": talk,
    }  # fmt: skip
    ways[question["kind"]](page, question, lang)


def saved(page: Page) -> None:
    expect(page.locator('.quiz-bar [data-state="saved"]')).to_be_visible()


def pair(page: Page, question: dict, lang: str) -> None:
    for option in question["options"]:
        wanted = option["match"] if question["kind"] == "matching" else question["parts"][option["part"] - 1]["text"]
        page.get_by_label(option["text"][lang], exact=True).select_option(label=wanted[lang])
    saved(page)


def type_it(page: Page, question: dict, lang: str) -> None:
    right = [option["text"][lang] for option in question.get("options", []) if option["correct"]]
    page.locator(".typed-line").fill(right[0] if right else str(question["parts"][0]["value"]))
    page.locator(".typed-line").blur()
    saved(page)


def fill_gaps(page: Page, question: dict, lang: str) -> None:
    for number, part in enumerate(question["parts"], start=1):
        own = [option for option in question.get("options", []) if option["part"] == number and option["correct"]]
        gap = page.locator(f"[id^=gap-][id$='-{number}']")
        if part["kind"] == "choice":
            gap.select_option(label=own[0]["text"][lang])
        else:
            gap.fill(own[0]["text"][lang] if own else str(part["value"]))
            gap.blur()
    saved(page)


def mark_by_name(page: Page, question: dict, lang: str) -> None:
    page.locator(".hotspot-names summary").click()
    for region in question["regions"]:
        if region["correct"]:
            page.locator("label.option", has_text=region["name"][lang]).click()
    saved(page)


def talk(page: Page, question: dict, lang: str) -> None:
    turns = range(1, len(question["parts"]) + 1)
    for turn in turns:
        [said] = [o["text"][lang] for o in question["options"] if o["part"] == turn and o["correct"]]
        page.locator("label.option", has_text=said).click()
        saved(page)
        if turn < len(turns):
            page.locator("button[value=here]").click()
            expect(page.locator(".turn")).to_have_count(turn + 1)
