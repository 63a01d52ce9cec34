"""Nothing but keys: a candidate begins an interview, a recruiter decides on a candidate."""

from __future__ import annotations

import re

from playwright.sync_api import BrowserContext, expect

from tests.journeys import keys, people
from tests.journeys.product import Product

HEAD = "heqian"


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


def test_a_recruiter_decides_by_keys_alone(desk: BrowserContext, bank: Product) -> None:
    """One found by the search and advanced, one ended with a reason; both are in the record."""
    forward, ended = bank.ask("apply", "teller"), bank.ask("apply", "teller")
    page = people.at_console(desk, bank, HEAD)
    for application in (forward, ended):
        job, name = bank.ask("opening_of", application), bank.ask("name_of", application)
        page.goto(f"/console/board/list/?job={job}&q={name}")
        keys.press(page, ".row-link")
        page.wait_for_url(re.compile("/candidates/"))
        if application == forward:
            keys.press(page, "button[name=to][value=ai_interview]")
        else:
            keys.press(page, "details.decline:has([action$='/decline/']) > summary")
            keys.reach(page, "details[open] select[name=reason]")
            for key in ("Space", "ArrowDown", "Enter"):  # opens the list, takes the first reason
                page.keyboard.press(key)
            keys.press(page, "form[action$='/decline/'] button")
        expect(page.locator(".page-note").first).to_be_visible()
        assert bank.ask("moves_of", application) == 1
