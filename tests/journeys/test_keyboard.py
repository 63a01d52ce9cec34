"""Nothing but keys: a candidate begins an interview."""

from __future__ import annotations

import re

from playwright.sync_api import BrowserContext, expect

from tests.journeys import keys, people
from tests.journeys.product import Product


def test_a_candidate_begins_by_keys_alone(desk: BrowserContext, bank: Product) -> None:
    """From the link to a running recording, and its end: consents, device check, question, stop."""
    invitation = bank.ask("invite", "teller")
    page = desk.new_page()
    page.goto(invitation["link"])
    since = bank.ask("last_mail")
    keys.press(page, ".portal-bar button")
    page.wait_for_url(re.compile("/code/"))
    expect(page.locator("#id_code")).to_be_focused()
    page.keyboard.type(bank.wait_for("code", invitation["address"], str(since), seconds=30))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/consent/"))
    while page.locator("button[value=yes]").count():
        before = page.url
        keys.press(page, "button[value=yes]")
        page.wait_for_url(lambda url, left=before: url != left)
    keys.press(page, ".portal-bar button.big")
    page.wait_for_url(re.compile("/device/"))
    expect(page.locator("[data-check=microphone] .verdict")).not_to_be_empty()
    keys.press(page, "a[data-go]")
    page.wait_for_url(re.compile("/q/1/"))
    question = page.locator("main[data-page=question]")
    page.locator("[data-begin]:visible").wait_for()
    keys.press(page, "[data-begin]", "Space")
    expect(question).to_have_attribute("data-phase", "thinking")
    keys.press(page, "[data-start]", "Space")
    people.recording(page)
    people.settle(1.5)
    keys.press(page, "[data-stop]", "Space")
    expect(question).to_have_attribute("data-phase", "stopped", timeout=30_000)
    keys.reach(page, "[data-submit]")
