"""One applicant, everybody who has to do with him, and what the steps leave for the next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.journeys import people
from tests.journeys.afterwards import Person
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.product import Product


def until(true: Callable[[], bool], otherwise: str, seconds: int = 60) -> None:
    """Look every second whether it has come true."""
    for _ in range(seconds):
        if true():
            return
        people.settle(1)
    raise AssertionError(otherwise)


@dataclass
class Story:
    """Everybody's windows, and what the steps leave for the next."""

    browser: Browser
    bank: Product
    applicant: dict[str, str]
    proof: Path
    windows: dict[str, Page] = field(default_factory=dict)
    phone: Person | None = None

    def at(self, who: str) -> Page:
        """The console of one of the bank."""
        if who not in self.windows:
            context = self.browser.new_context(base_url=self.bank.url, viewport=DESK, locale="zh-CN")
            self.windows[who] = people.at_console(context, self.bank, who)
        return self.windows[who]

    @property
    def person(self) -> Person:
        """The applicant, on a phone."""
        if self.phone is None:
            context = self.browser.new_context(
                base_url=self.bank.url, viewport=PHONE, locale="zh-CN", timezone_id="Asia/Shanghai"
            )
            self.phone = Person(context, self.bank, self.applicant["address"])
        return self.phone

    @property
    def name(self) -> str:
        return self.applicant["name"]

    def stands_in(self, stage: str) -> None:
        """The application has arrived there."""
        until(lambda: self.bank.ask("stage_of", self.applicant["application"]) == stage, f"not in {stage}")

    def message(self, template: str, before: int) -> None:
        """One more of these was sent than ``before``."""
        until(lambda: int(self.bank.ask("told", template)) > before, f"no message {template}")

    def recorded(self, state: str) -> None:
        """The one employee record of the applicant is in this state."""
        found = self.applicant["candidate"]
        until(lambda: self.bank.ask("employees", found) == [state], f"no record in {state}")

    def close(self) -> None:
        for page in self.windows.values():
            page.context.close()
        if self.phone is not None:
            self.phone.page.context.close()
