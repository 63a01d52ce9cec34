"""HR and the business unit build a portrait, a second person signs; a branch varies it within bounds."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys import people
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.product import Product

HEAD, BUSINESS, BRANCH, JOB = "heqian", "shenli", "qinlan", "wealth-manager"


def window(browser: Browser, bank: Product, size: dict[str, int]) -> BrowserContext:
    return browser.new_context(base_url=bank.url, viewport=size, locale="zh-CN")


def fits(page: Page) -> None:
    width = page.viewport_size["width"] if page.viewport_size else 0
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width, "it scrolls sideways"


def press(page: Page, value: str) -> None:
    page.locator(f"button[name=do][value={value}]").first.click()
    page.wait_for_load_state()


def drafted(business: BrowserContext, bank: Product) -> str:
    """The business unit's draft, with weights that add up in the end; its address."""
    page = people.at_console(business, bank, BUSINESS)
    page.goto(f"/console/jobs/{JOB}/")
    page.locator("form[action$='/begin/'] button").click()
    page.wait_for_url(re.compile("/portraits/"))
    draft = page.url
    page.locator("#w-empathy").fill("20")
    expect(page.locator("[data-total]")).to_have_text("105")
    expect(page.locator("[data-residual]")).to_contain_text("5")
    press(page, "save")
    expect(page.locator("[role=alert]")).to_contain_text("100")
    assert page.locator("#w-empathy").input_value() == "20", "what was entered is kept"
    page.locator("[data-even-out]").click()
    expect(page.locator("[data-total]")).to_have_text("100")
    press(page, "save")
    expect(page.locator(".notice-success")).to_be_visible()
    fits(page)
    people.shoot(page, "60-portrait-draft")
    return draft


def signed(head: BrowserContext, business: BrowserContext, bank: Product, draft: str) -> None:
    """Head office hands it in and cannot sign it; the business unit signs."""
    page = people.at_console(head, bank, HEAD)
    page.goto(draft)
    page.locator("#note").fill("理财经理更看重同理心")
    press(page, "submit")
    expect(page.locator("button[value=approve]")).to_have_count(0)
    page = business.new_page()
    page.goto("/console/approvals/")
    page.locator(".todo a.btn", has_text=re.compile(".")).first.click()
    page.wait_for_url(re.compile("/portraits/"))
    people.shoot(page, "61-portrait-to-sign")
    press(page, "approve")
    page.goto(f"/console/jobs/{JOB}/")
    expect(page.locator("h1")).to_contain_text("v2")
    people.shoot(page, "62-portrait")


def varied(branch: BrowserContext, bank: Product) -> str:
    """A branch adds a dimension: over the cap refused, below it handed in; its address."""
    page = people.at_console(branch, bank, BRANCH)
    page.goto(f"/console/jobs/{JOB}/branches/")
    page.locator("form[action$='/branches/begin/'] button").click()
    page.wait_for_url(re.compile("/variants/"))
    variant = page.url
    page.locator("#new").select_option("mandarin")
    page.locator("#new-share").fill("16")
    page.locator("#new-reason").fill("网点客户多为外地来客")
    press(page, "submit")
    expect(page.locator("[role=alert]")).to_be_visible()
    fits(page)
    people.shoot(page, "63-variant-over-the-cap")
    page.locator("#new-share").fill("10")
    press(page, "submit")
    expect(page.locator("form button[value=withdraw]")).to_be_visible()
    people.shoot(page, "64-variant")
    return variant


def test_a_portrait_from_draft_to_a_branchs_variant(browser: Browser, bank: Product) -> None:
    business, head = window(browser, bank, DESK), window(browser, bank, DESK)
    signed(head, business, bank, drafted(business, bank))
    business.close()
    branch = window(browser, bank, PHONE)
    variant = varied(branch, bank)
    branch.close()
    page = head.new_page()
    page.goto(variant)
    press(page, "approve")
    page.goto(f"/console/jobs/{JOB}/branches/")
    expect(page.locator(".rq-branches tbody")).to_contain_text("+10")
    fits(page)
    people.shoot(page, "65-branches")
    head.close()
