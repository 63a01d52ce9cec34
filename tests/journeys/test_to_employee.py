"""From the AI interview to a confirmed employee: six people, one phone, and a clock that is moved on."""

from __future__ import annotations

import re
import subprocess

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys import afterwards, people
from tests.journeys.afterwards import press
from tests.journeys.product import Product
from tests.journeys.story import Story, until

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


def test_an_offer_is_signed_by_two_and_signed_on_the_phone(story: Story) -> None:
    page, head = story.at(HR), story.at(HEAD)
    afterwards.opened(page, "/console/offers/", story.name)
    page.locator("[name=starts_on]").fill(afterwards.days(story.bank, 14).isoformat())
    press(page, page.locator("form[action$='/save/'] button[name=submit]"))
    expect(page.locator("button[value=approve]")).to_have_count(0)
    afterwards.sign_as_second(head, story.name)
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


def test_the_first_day_comes_and_hr_sees_the_newcomer(story: Story) -> None:
    story.recorded("joining")
    people.shoot(story.person.go("onboarding/"), "78-onboarding")
    before = int(story.bank.ask("told", "first-day"))
    story.bank.ask("pass_days", "15")
    story.message("first-day", before)
    page = story.at(HR)
    afterwards.opened(page, "/console/onboarding/", story.name)
    form = page.locator("form:has(button[value=join])")
    form.locator("input[name=anyway]").check(force=True)
    press(page, form.locator("button[value=join]"))
    story.recorded("probation")
    story.stands_in("closed")


def test_weeks_are_reported_reviewed_and_the_employee_confirmed(story: Story) -> None:
    person = story.person.page
    until(  # a worker begins the probation after the first day was confirmed
        lambda: bool(story.person.go("probation/1/").locator(".portal-bar button").count()), "no probation"
    )
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
