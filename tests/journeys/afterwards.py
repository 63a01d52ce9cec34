"""What people do after the AI interview: panel, checks, offer, first day, probation."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import BrowserContext, Locator, Page, expect

from bole.config import demo_clock
from bole.kernel.clock import utc_now
from tests.journeys import people
from tests.journeys.product import Product

NUMBER = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")


def press(page: Page, button: Locator) -> None:
    """Click, and wait for the page the form leads to."""
    with page.expect_navigation():
        button.click()


def opened(page: Page, listing: str, whom: str) -> str:
    """The page of this person in a list, which a worker may still be filling; its address."""
    found = page.locator(f"main a[href^='{listing}']", has_text=whom).first
    for _ in range(60):
        page.goto(listing)
        if found.count():
            break
        people.settle(1)
    found.click()
    page.wait_for_url(NUMBER)
    return page.url


class Person:
    """Somebody with a phone, behind the one-time code."""

    def __init__(self, context: BrowserContext, bank: Product, address: str) -> None:
        self.bank, self.address, self.page = bank, address, context.new_page()
        self.home = str(bank.wait_for("personal_page", address, seconds=60))
        self.page.goto(self.home)
        since = str(bank.ask("last_mail"))
        self.page.locator(".portal-bar button").click()
        self.page.wait_for_url(re.compile("/code/"))
        self.page.locator("#id_code").fill(str(bank.wait_for("newest_code", address, since, seconds=60)))
        self.page.locator("button[form=enter]").click()
        self.page.wait_for_url(self.home)

    def go(self, path: str = "") -> Page:
        """One of the own pages."""
        self.page.goto(self.home + path)
        return self.page

    def agree_to_checks(self) -> None:
        """Every check, each by itself."""
        page = self.go("check/")
        people.shoot(page, "72-checks")
        for choice in page.locator("input[type=radio][value=yes]").all():
            choice.check(force=True)
        press(page, page.locator(".portal-bar button"))

    def dispute(self, both: list[str], words: str, proof: Path) -> None:
        """What was found stands beside what the résumé says; it is wrong, with a paper that shows it."""
        page = self.go("check/")
        found = page.locator("section.card:has(tr.ver-risk)")
        expect(found.locator("tr.ver-risk td").filter(has_text=both[0])).to_have_text(both)
        found.locator("summary").first.click()
        found.locator("textarea[name=text]").fill(words)
        press(page, found.locator("form[action$='/dispute/'] button"))
        found.locator("input[type=file]").set_input_files(proof)
        press(page, found.locator("form[action$='/paper/'] button"))
        expect(found.locator("a[href*='/paper/']")).to_have_count(1)
        people.shoot(page, "74-disputed")

    def ask_for(self, field: str, wanted: str) -> None:
        """A counter-offer about one point of the terms, with a reason."""
        page = self.offer()
        page.locator(".portal-bar a").first.click()
        page.wait_for_url(re.compile("/ask/"))
        point = page.locator("details", has=page.locator(f"[name=field][value='{field}']"))
        if point.get_attribute("open") is None:
            point.locator("summary").click()
        point.locator("[name=wanted]").fill(wanted)
        page.locator("textarea").last.fill("原单位交接到月底，家里也有安排。")
        people.shoot(page, f"74-counter-{field}")
        press(page, page.locator(".portal-bar button").last)

    def hand_in_card(self, picture: Path) -> Page:
        """The front of the identity card, from the list of what is to be done."""
        page = self.go("onboarding/")
        page.locator("main a", has_text="身份证（人像面）").click()
        page.wait_for_url(NUMBER)
        page.locator("input[type=file]").first.set_input_files(picture)
        with page.expect_navigation():
            page.locator(".portal-bar button").click()
        return page

    def offer(self) -> Page:
        """The offer as it stands."""
        page = self.go()
        page.locator("main a[href*='/offers/']").first.click()
        page.wait_for_url(re.compile("/offers/"))
        return page

    def sign(self) -> None:
        """The name by finger, the code, the tick; the button twice."""
        page = self.offer()
        page.locator(".portal-bar a").last.click()
        page.wait_for_url(re.compile("/sign/"))
        since = str(self.bank.ask("last_mail"))
        page.locator("form[action$='/code/'] button").click()
        code = str(self.bank.wait_for("newest_code", self.address, since, seconds=60))
        self.draw(page)
        page.locator("input[name=code]").fill(code)
        page.locator("input[name=agreed]").check(force=True)
        people.shoot(page, "75-signing")
        with page.expect_navigation():
            page.locator("[data-sign]").dblclick()

    @staticmethod
    def draw(page: Page) -> None:
        """A few strokes in the field for the name."""
        box = page.locator("canvas").bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + 40, box["y"] + 60)
        page.mouse.down()
        for step in range(20):
            page.mouse.move(box["x"] + 40 + 8 * step, box["y"] + (80 if step % 2 else 50))
        page.mouse.up()


def sit_on_the_panel(page: Page, panel: str, level: int) -> None:
    """A whole card of one member."""
    page.goto(f"{panel}card/")
    radios = page.locator("input[type=radio][name^=level-]")
    names = dict.fromkeys(one.get_attribute("name") or "" for one in radios.all())
    for name in names:
        page.locator(f"input[name='{name}'][value='{level}']").check(force=True)
        page.locator(f"textarea[name='{name.replace('level', 'evidence')}']").fill("讲了经过、做法和结果")
    page.locator("input[name=advice], input[name=recommendation]").first.check(force=True)
    press(page, page.locator("button", has_text="提交评分表"))


def check_by_hand(page: Page, verification: str, proof: str, found: list[dict[str, str]]) -> None:
    """No source is configured: HR keeps the proof and writes down what it says."""
    for fields in found:
        first = next(iter(fields))
        form = page.locator("form[action$='/enter/']", has=page.locator(f"[name={first}]")).first
        paper = (form.get_attribute("action") or "").replace("/enter/", "/paper/")
        upload = page.locator(f"form[action='{paper}']")
        upload.locator("input[type=file]").set_input_files(proof)
        press(page, upload.locator("button").first)
        for name, value in fields.items():
            field = form.locator(f"[name={name}]")
            if field.evaluate("e => e.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)
        form.locator("[name=confirmed_by]").fill("看过原件")
        press(page, form.locator("button", has_text="登记结果"))
        page.goto(verification)


def sign_as_second(page: Page, whom: str) -> None:
    """Approve what waits, on the page of the thing itself."""
    opened(page, "/console/offers/", whom)
    press(page, page.locator("button[value=approve]").first)


def days(bank: Product, count: int) -> date:
    """A day so far from the bank's today, which is Shanghai's."""
    now = utc_now() + demo_clock.read(bank.var)
    return (now.astimezone(ZoneInfo("Asia/Shanghai")) + timedelta(days=count)).date()
