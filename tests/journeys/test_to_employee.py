"""From the AI interview to a confirmed employee: six people, one phone, and a clock that is moved on."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys import afterwards, people
from tests.journeys.afterwards import Person, press
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.product import Product, attach, start

HR, HEAD, INTERVIEWER, MANAGER, IT = "qinlan", "heqian", "zhoumingyuan", "shenli", "jiangtao"
RESUME = """教育背景
2018.09-2022.06 江州大学 金融学 本科
工作经历
2022.07-2024.09 新风商场 客服，接待顾客并处理投诉
2024.10-至今 江南连锁超市 会员服务
"""
FOUND = [
    {"value-match": "yes"},
    {"value-school": "江州大学", "value-degree": "本科", "value-major": "金融学",
     "value-start": "2018-09", "value-end": "2022-06"},
    {"value-employer": "新风商场", "value-title": "客服", "value-start": "2022-07", "value-end": "2024-09"},
    {"value-employer": "江南连锁超市", "value-title": "会员服务", "value-start": "2024-10"},
]  # fmt: skip


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
        for _ in range(60):
            if self.bank.ask("stage_of", self.applicant["application"]) == stage:
                return
            people.settle(1)
        raise AssertionError(f"not in {stage}")

    def message(self, template: str, before: int) -> None:
        """One more of these was sent than ``before``."""
        for _ in range(60):
            if int(self.bank.ask("told", template)) > before:
                return
            people.settle(1)
        raise AssertionError(f"no message {template}")

    def close(self) -> None:
        for page in self.windows.values():
            page.context.close()
        if self.phone is not None:
            self.phone.page.context.close()


@pytest.fixture(scope="module")
def future(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """A bank of its own: its clock is moved on, and other journeys live today."""
    note = os.environ.get("BOLE_JOURNEYS_NOTE")
    place = tmp_path_factory.mktemp("future")
    running = attach(Path(note)) if note else start(place, "--without-interviews")
    yield running
    running.stop()


@pytest.fixture(scope="module")
def story(browser: Browser, future: Product, tmp_path_factory: pytest.TempPathFactory) -> Story:
    bank = future
    applicant = bank.ask("typed", RESUME)
    bank.wait_for("report", applicant["interview"])
    proof = tmp_path_factory.mktemp("proof") / "proof.png"
    told = Story(browser, bank, applicant, proof)
    told.at(HR).screenshot(path=proof)
    return told


def test_a_panel_of_three_decides(story: Story) -> None:
    page = story.at(HR)
    page.goto(f"/console/candidates/{story.applicant['candidate']}/")
    press(page, page.locator("form[action*='/advance/'] button[value=panel]").first)
    story.stands_in("panel")
    afterwards.opened(page, "/console/panels/", story.name)
    form = page.locator("form[action$='/open/']")
    for name in ("周明远", "何倩"):
        form.locator("label", has_text=name).locator("input").check()
    press(page, form.locator("button").last)
    panel = afterwards.opened(page, "/console/panels/", story.name)
    for who, level in ((INTERVIEWER, 5), (HEAD, 4)):
        afterwards.sit_on_the_panel(story.at(who), panel, level)
        assert "together" not in (story.at(who).locator("main").inner_html()), "others' cards stay hidden"
    afterwards.sit_on_the_panel(page, panel, 5)
    page.goto(f"{panel}together/")
    people.shoot(page, "71-consensus")
    press(page, page.locator("form[action$='/close/']:has(input[value=advance]) button"))
    story.stands_in("background_check")


def test_checks_begin_with_consent_and_end_in_the_offer_stage(story: Story) -> None:
    story.person.agree_to_checks()
    page = story.at(HR)
    verification = afterwards.opened(page, "/console/verification/", story.name)
    afterwards.check_by_hand(page, verification, str(story.proof), FOUND)
    people.shoot(page, "73-checked")
    story.stands_in("offer")


def test_an_offer_is_signed_by_two_countered_and_signed_on_the_phone(story: Story) -> None:
    page, head = story.at(HR), story.at(HEAD)
    offer = afterwards.opened(page, "/console/offers/", story.name)
    page.locator("[name=starts_on]").fill(afterwards.days(14).isoformat())
    press(page, page.locator("form[action$='/save/'] button[name=submit]"))
    expect(page.locator("button[value=approve]")).to_have_count(0)
    afterwards.sign_as_second(head, story.name)
    story.person.ask_for_another_day(afterwards.days(20))
    page.goto(offer)
    people.shoot(page, "76-asked")
    press(page, page.locator("button[value=next]"))
    press(page, page.locator("form[action$='/save/'] button[name=submit]"))
    story.person.sign()
    story.stands_in("onboarding")
    letter = str(story.bank.wait_for("signed_letter", story.applicant["candidate"], seconds=60))
    said = subprocess.run(["pdfsig", letter], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid" in said
    page.goto(f"/console/candidates/{story.applicant['candidate']}/")
    line = page.locator(".result-line").first
    expect(line).to_have_text(
        re.compile(r"^AI 面试得分 [\d.]+ 分 → 结构化面试得分 [\d.]+ 分 → 背景调查无异常 → offer 签署完成$")
    )
    people.shoot(page, "77-line")


def test_a_bad_identity_card_is_refused_and_the_first_day_comes(story: Story) -> None:
    assert story.bank.wait_for("employees", story.applicant["candidate"], seconds=60) == ["joining"]
    person = story.person.go("onboarding/")
    people.shoot(person, "78-onboarding")
    person.locator("main a", has_text="身份证（人像面）").click()
    person.wait_for_load_state()
    person.locator("input[type=file]").first.set_input_files(str(story.proof))
    person.locator(".portal-bar button").click()
    expect(person.locator("main [role=status]").first).to_contain_text("请重新拍一张", timeout=90_000)
    people.shoot(person, "79-card-refused")
    before = int(story.bank.ask("told", "first-day"))
    story.bank.ask("pass_days", "20")
    story.message("first-day", before)
    page = story.at(HR)
    afterwards.opened(page, "/console/onboarding/", story.name)
    form = page.locator("form:has(button[value=join])")
    form.locator("input[name=anyway]").check(force=True)
    press(page, form.locator("button[value=join]"))
    for _ in range(30):
        if story.bank.ask("employees", story.applicant["candidate"]) == ["probation"]:
            break
        people.settle(1)
    story.stands_in("closed")


def test_weeks_are_reported_reviewed_and_the_employee_confirmed(story: Story) -> None:
    person = story.person.go("probation/1/")
    for _ in range(60):  # a worker begins the probation after the first day was confirmed
        if person.locator(".portal-bar button").count():
            break
        people.settle(1)
        person = story.person.go("probation/1/")
    for one in person.locator("input[name^=done-][inputmode]").all():
        one.fill("10")
    for one in person.locator("textarea[name^=words-]").all():
        one.fill("按要求完成，客户表示满意。")
    people.shoot(person, "80-week")
    press(person, person.locator(".portal-bar button"))
    manager = story.at(MANAGER)
    probation = afterwards.opened(manager, "/console/probations/", story.name)
    manager.goto(f"{probation}weeks/1/")
    form = manager.locator("form[action$='/comment/']")
    form.locator("input[name=rating][value='4']").check(force=True)
    form.locator("textarea").fill("开户讲得清楚，点钞再练。")
    press(manager, form.locator("button"))
    reminded = int(story.bank.ask("told", "probation-review"))
    story.bank.ask("pass_days", "62")
    story.message("probation-review", reminded)
    review(manager, probation)
    page = story.at(HR)
    page.goto(f"{probation}decide/")
    press(page, page.locator("button[value=confirm]"))
    assert story.bank.ask("employees", story.applicant["candidate"]) == ["confirmed"]
    page.goto(probation)
    people.shoot(page, "81-confirmed")
    story.close()


def review(page: Page, probation: str) -> None:
    """The manager's review, every competency with what was seen."""
    page.goto(f"{probation}review/")
    for name in dict.fromkeys(
        one.get_attribute("name") or "" for one in page.locator("input[name^=level-]").all()
    ):
        page.locator(f"input[name='{name}'][value='4']").check(force=True)
        page.locator(f"textarea[name='{name.replace('level', 'words')}']").fill(
            "周报里写到，现场也看到逐项核对以后再办理。"
        )
    for one in page.locator("textarea:visible").all():
        if not one.input_value():
            one.fill("岗位要求都已达到，周报如实，客户的反映也好。")
    page.locator("input[type=radio][value=confirm]").first.check(force=True)
    press(page, page.locator("main form button", has_text="提交"))
