"""What a candidate and a recruiter do with their browsers."""

from __future__ import annotations

import re
import time
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.conftest import SHOTS
from tests.journeys.product import Product


def shoot(page: Page, name: str) -> Path:
    """Keep a picture of the page for people who look at it later."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    width = page.viewport_size["width"] if page.viewport_size else 0
    target = SHOTS / f"{name}-{width}.png"
    page.screenshot(path=target, full_page=True)
    return target


def enter(context: BrowserContext, bank: Product, invitation: dict[str, str]) -> Page:
    """Open the link and prove to be the invited person."""
    page = context.new_page()
    page.goto(invitation["link"])
    shoot(page, "01-invitation")
    since = bank.ask("last_mail")
    page.locator("form[action$='/code/'] button").first.click()
    page.wait_for_url(re.compile("/(code|verify)/"))
    shoot(page, "02-code")
    page.locator("#id_code").fill(bank.wait_for("code", invitation["address"], str(since), seconds=30))
    page.locator("button[form=verify]").click()
    page.wait_for_url(re.compile("/consent/"))
    return page


def decide(page: Page, refuse: tuple[str, ...] = ()) -> None:
    """Answer every consent question, then confirm."""
    for step in range(5):
        asked = page.locator("button[value=yes]")
        if asked.count() == 0:
            break
        shoot(page, f"03-consent-{step + 1}")
        purpose = asked.get_attribute("name")
        page.locator(f"button[value={'no' if purpose in refuse else 'yes'}]").click()
    shoot(page, "04-consent-check")
    page.locator("form[method=post] button.big").click()


def start_answer(page: Page) -> None:
    """Open the question's clock and begin to record."""
    page.locator("[data-page=question]").wait_for()
    page.locator("[data-start]:visible").click(timeout=30_000)
    expect(page.locator("[data-page=question]")).to_have_attribute("data-phase", "recording", timeout=30_000)


def log_in(context: BrowserContext, bank: Product, username: str) -> Page:
    """Password, then the authenticator's code."""
    page = context.new_page()
    account = next(one for one in bank.summary["logins"] if one["username"] == username)
    page.goto("/login/")
    shoot(page, "20-login")
    page.locator("input[name=username]").fill(username)
    page.locator("input[name=password]").fill(account["password"])
    page.locator("form button[type=submit], form button:not([type])").last.click()
    page.wait_for_url(re.compile("/login/second/"))
    shoot(page, "21-second-factor")
    page.locator("form input[inputmode=numeric], form input[name=code], form input[name=token]").first.fill(
        bank.ask("totp", username)
    )
    page.locator("form button[type=submit], form button:not([type])").last.click()
    page.wait_for_url(re.compile("/console/"))
    return page


def settle(seconds: float) -> None:
    """Real time in which a real recorder records."""
    time.sleep(seconds)
