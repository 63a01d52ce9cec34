"""What a candidate and a recruiter do with their browsers."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

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


def to_first_question(page: Page) -> None:
    """Past device check and practice."""
    page.wait_for_url(re.compile("/device/"))
    expect(page.locator("[data-check=microphone] .verdict")).not_to_be_empty()
    settle(2)
    shoot(page, "05-device")
    link = page.url.partition("/device/")[0]
    page.goto(f"{link}/practice/")
    shoot(page, "06-practice")
    page.goto(f"{link}/q/1/")


def start_answer(page: Page, name: str = "") -> None:
    """Have the question shown and begin to record; the thumb's second tap on the same place ends nothing."""
    page.locator("[data-begin]:visible").click(timeout=30_000)
    expect(page.locator("main[data-page=question]")).to_have_attribute(
        "data-phase", "thinking", timeout=30_000
    )
    if name:
        shoot(page, f"{name}-thinking")
    page.locator("[data-start]:visible").dblclick()
    recording(page)
    if name:
        settle(2)
        shoot(page, f"{name}-recording")


def recording(page: Page) -> None:
    """Wait until the recorder runs."""
    expect(page.locator("main[data-page=question]")).to_have_attribute(
        "data-phase", "recording", timeout=30_000
    )


def stop_answer(page: Page, name: str = "") -> None:
    """Stop, wait until all has arrived, hand the answer in."""
    page.locator("[data-stop]:visible").click()
    expect(page.locator("main[data-page=question]")).to_have_attribute(
        "data-phase", "stopped", timeout=60_000
    )
    if name:
        shoot(page, f"{name}-stopped")
    page.locator("[data-submit]:visible").click()


def hand_in(page: Page) -> None:
    """The explicit end."""
    page.wait_for_url(re.compile("/done/"), timeout=90_000)
    page.locator("form[data-finish]").wait_for()
    shoot(page, "09-before-handing-in")
    page.locator("form[data-finish] button").click()
    page.locator("section.hero").wait_for(timeout=60_000)
    shoot(page, "10-done")


sessions: dict[tuple[str, str], list[Any]] = {}  # cookies of who logged in already: a code works only once


def at_console(context: BrowserContext, bank: Product, username: str) -> Page:
    """The console as this person sees it."""
    key = (bank.url, username)
    if key not in sessions:
        page = log_in(context, bank, username)
        sessions[key] = context.cookies()
        return page
    context.add_cookies(sessions[key])
    page = context.new_page()
    page.goto("/console/")
    return page


def log_in(context: BrowserContext, bank: Product, username: str) -> Page:
    """Password, then the authenticator's code."""
    page = context.new_page()
    account = next(one for one in bank.summary["logins"] if one["username"] == username)
    page.goto("/login/")
    shoot(page, "20-login")
    page.locator("input[name=username]").fill(username)
    page.locator("input[name=password]").fill(account["password"])
    page.locator("form.login-form button").click()
    page.wait_for_url(re.compile("/login/second/"))
    shoot(page, "21-second-factor")
    for patience in (10_000, 30_000):
        page.locator("form.login-form input[name=code]").fill(bank.ask("totp", username))
        page.locator("form.login-form button").click()
        try:
            page.wait_for_url(re.compile("/console/"), timeout=patience)
        except PlaywrightTimeoutError:
            time.sleep(31 - time.time() % 30)  # a code counts once: an earlier journey had this half minute's
        else:
            return page
    raise AssertionError(f"{username} could not log in")


def settle(seconds: float) -> None:
    """Real time in which a real recorder records."""
    time.sleep(seconds)
