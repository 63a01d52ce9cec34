"""A candidate asks, is answered by the FAQ and by a person, and says what the interview was like."""

from __future__ import annotations

import re

from playwright.sync_api import BrowserContext, expect

from tests.journeys import people
from tests.journeys.product import Product

KNOWN, UNKNOWN = "面试需要准备什么材料？", "这个岗位的薪资结构是怎样的？"
REPLY = "薪资在复试时说明，网点柜员有统一的标准。"


def test_a_question_goes_round_and_a_survey_comes_back(
    phone: BrowserContext, desk: BrowserContext, bank: Product
) -> None:
    invitation = bank.ask("invite", "teller", "zh", "typed")
    page = people.enter(phone, bank, invitation)
    page.locator(".ask-link").click()
    for text in (KNOWN, UNKNOWN):
        page.locator("#ask_text").fill(text)
        page.locator("button[form=ask]").click()
        expect(page.locator(".ask-question").first).to_have_text(text)
    sure = page.locator(".ask-thread", has_text=KNOWN)
    expect(sure).to_contain_text("不用带任何纸质材料", timeout=30_000)
    expect(page.locator(".ask-thread", has_text=UNKNOWN)).to_contain_text("前答复", timeout=30_000)
    people.shoot(page, "60-questions")
    sure.locator("button[value=helped]").click()
    expect(page.locator(".ask-thread", has_text=KNOWN)).to_contain_text("已解决")

    console = people.log_in(desk, bank, "heqian")
    console.goto("/console/questions/")
    people.shoot(console, "61-inbox")
    console.locator(".ask-rows a", has_text=UNKNOWN).first.click()
    people.shoot(console, "62-one-question")
    console.locator("#id_text").fill(REPLY)
    console.get_by_role("button", name="发送答复").click()
    expect(console.locator(".ask-answer").last).to_contain_text(REPLY)
    page.reload()
    expect(page.locator(".ask-thread", has_text=UNKNOWN)).to_contain_text(REPLY)
    people.shoot(page, "63-answered")

    page.goto(bank.ask("survey", invitation["interview"]))
    people.shoot(page, "64-survey")
    for name in ("process", "fits_job"):
        page.locator(f"input[name={name}][value='5'] + span").click()
    page.locator("input[name='reasonable.0'][value='2'] + span").click()
    page.locator("button[form=sheet]").click()
    expect(page.locator("h1")).to_contain_text("谢谢")
    console.goto("/console/surveys/")
    console.locator("a", has_text=re.compile("^\\s*结果")).first.click()
    expect(console.locator(".page-head")).to_contain_text("已填 1 / 1")
    expect(console.locator("main")).to_contain_text("不足 5 份，不显示")
    people.shoot(console, "65-results")
