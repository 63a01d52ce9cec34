"""The board with two recruiters at once, on a screen and on a phone; many at once; the monitor follows."""

from __future__ import annotations

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys import people
from tests.journeys.conftest import PHONE
from tests.journeys.product import Product

HEAD, BRANCH = "heqian", "qinlan"


def the_board(context: BrowserContext, bank: Product, username: str, job: str) -> Page:
    page = people.at_console(context, bank, username)
    page.goto(f"/console/board/?job={job}")
    return page


def card(page: Page, application: str) -> str:
    """The column a card stands in."""
    column = page.locator(f"[data-column]:has(#application-{application})")
    return column.get_attribute("data-column") or ""


def drag(page: Page, application: str, stage: str) -> None:
    """As a hand does: press, move a little, move over, let go."""
    page.locator(f"#application-{application}").scroll_into_view_if_needed()
    start = page.locator(f"#application-{application} .caption").first.bounding_box()
    goal = page.locator(f"[data-column={stage}] header").bounding_box()
    assert start
    assert goal
    page.mouse.move(start["x"] + 5, start["y"] + 5)
    page.mouse.down()
    page.mouse.move(start["x"] + 30, start["y"] + 20, steps=3)
    page.mouse.move(goal["x"] + 40, goal["y"] + 20, steps=6)
    expect(page.locator(".card-ghost")).to_have_count(1)
    page.mouse.up()


def test_two_hands_on_one_card(desk: BrowserContext, browser: Browser, bank: Product) -> None:
    """Both see the card in screening. One drags it; the other, whose page is not told, drags it as well: he
    hears who was faster and the card goes to where it is. Then both pages agree."""
    first = bank.ask("apply", "teller")
    job = bank.ask("opening_of", first)
    fast = the_board(desk, bank, HEAD, job)
    with browser.new_context(
        base_url=bank.url, viewport={"width": 1440, "height": 900}, locale="zh-CN"
    ) as other:
        slow = the_board(other, bank, BRANCH, job)
        expect(slow.locator(f"#application-{first}")).to_be_visible()
        slow.evaluate("document.addEventListener('bole:changed', e => e.stopImmediatePropagation(), true)")
        drag(fast, first, "ai_interview")
        expect(
            fast.locator(f"[data-column=ai_interview] #application-{first}:not(.is-saving)")
        ).to_be_visible()
        assert card(slow, first) == "screening"
        drag(slow, first, "ai_interview")
        expect(slow.locator(".toast-item.is-error")).to_contain_text("何倩 刚把")
        expect(
            slow.locator(f"[data-column=ai_interview] #application-{first}[data-version='2']")
        ).to_be_visible()
        people.shoot(slow, "50-board-conflict")
        assert bank.ask("moves_of", first) == 1
        counts = [
            page.locator("[data-column=ai_interview] [data-count]").inner_text() for page in (fast, slow)
        ]
        assert counts[0] == counts[1]


def test_the_menu_by_keyboard_reason_and_many(desk: BrowserContext, bank: Product) -> None:
    """M opens the card's menu; an end asks for its reason; several are moved at once, each told of."""
    ones = [bank.ask("apply", "teller") for _ in range(3)]
    page = the_board(desk, bank, HEAD, bank.ask("opening_of", ones[0]))
    page.locator(f"#application-{ones[0]} .card-link").focus()
    page.keyboard.press("m")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    dialog = page.locator("#end-one")
    expect(dialog).to_be_visible()
    dialog.locator("select").select_option("opening_filled")
    people.shoot(page, "51-board-reason")
    dialog.locator("button.btn-error").click()
    expect(page.locator(f"[data-column=closed] #application-{ones[0]}")).to_have_count(1)
    for one in ones[1:]:
        page.locator(f"#application-{one} [data-pick]").check()
    expect(page.locator("[data-many-count]")).to_have_text("2")
    people.shoot(page, "52-board-many")
    page.locator("[data-many] button[value=advance]").dblclick()
    expect(page.locator("#run-dialog [data-state=done]")).to_be_visible(timeout=20_000)
    people.shoot(page, "53-board-run")
    page.locator("#run-dialog [data-closes]").click()
    for one in ones[1:]:
        expect(page.locator(f"[data-column=ai_interview] #application-{one}")).to_have_count(1)
        assert bank.ask("moves_of", one) == 1


def test_on_a_phone_and_the_monitor_follows(
    phone: BrowserContext, desk: BrowserContext, bank: Product
) -> None:
    """One stage at a time, the menu under the thumb; monitor and another board tell of it by themselves."""
    one = bank.ask("apply", "teller")
    monitor = people.at_console(desk, bank, HEAD)
    monitor.goto("/console/monitor/")
    expect(monitor.locator(".live-mark")).to_be_visible()
    name = bank.ask("name_of", one)
    expect(monitor.locator(".feed")).not_to_contain_text(name)
    watching = desk.new_page()
    watching.goto(f"/console/board/?job={bank.ask('opening_of', one)}")
    expect(watching.locator("[data-live-on]")).to_be_visible()
    expect(watching.locator(f"[data-column=screening] #application-{one}")).to_be_visible()
    page = the_board(phone, bank, BRANCH, bank.ask("opening_of", one))
    assert page.evaluate("() => document.documentElement.scrollWidth") <= PHONE["width"]
    menu = page.locator(f"#application-{one} .card-menu")
    menu.locator("summary").click()
    menu.locator("button[value=ai_interview]").click()
    expect(page.locator(f"[data-column=ai_interview] #application-{one}")).to_have_count(1)
    page.locator("[data-stage-tab=ai_interview]").click()
    expect(page.locator(f"#application-{one}")).to_be_in_viewport()
    people.shoot(page, "54-board-phone")
    expect(monitor.locator(".feed")).to_contain_text(name, timeout=15_000)
    people.shoot(monitor, "55-monitor")
    moved = watching.locator(f"[data-column=ai_interview] #application-{one}")
    expect(moved).to_contain_text(name, timeout=20_000)
