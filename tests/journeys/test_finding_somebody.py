from playwright.sync_api import expect


def test_a_trainer_finds_an_advisor_while_typing(platform, new_page, sign_in):
    page = sign_in(new_page(width=820), "xumin")
    everybody = page.locator(".board-row").count()
    page.locator(".board-search input[type=search]").press_sequentially("周堃")
    expect(page.locator(".board-row")).to_have_count(1)
    page.locator(".board-search input[type=search]").fill("")
    expect(page.locator(".board-row")).to_have_count(everybody)
