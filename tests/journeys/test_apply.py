"""From a poster's code to the next stage, on one phone and over seven days; then all of it is taken back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys import people
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.product import Product

HR, NAME, NUMBER, ADDRESS = "qinlan", "薛知微", "13955550123", "xue.zhiwei@people.example"
SCHOOL, SHOP = "江州财经大学", "老城百货服务台"
PAPER = f"""<meta charset="utf-8"><body style="font: 12pt sans-serif">
<h1>{NAME}</h1><p>手机：{NUMBER}</p><p>邮箱：{ADDRESS}</p>
<h2>教育背景</h2><p>2017.09-2021.06 {SCHOOL} 金融学 本科</p>
<h2>工作经历</h2><p>2021.07-至今 {SHOP} 客服，接待顾客、处理投诉、核对每日现金</p>
<h2>证书</h2><p>银行业专业人员职业资格（初级）</p>"""
ANSWERS = (
    "我先向客户道歉，请他坐下把话说完，再问清要办什么业务、缺哪份材料。能用手机银行补的马上帮他办，补不了的写下清单，"
    "给他预约第二天上午的优先号。该审核的证件一样不能少，我把原因讲明白，事后记下来请主管看。",
    "去年十月我们两周内核对三百户资料，我提议按街道分组，自己负责最远的一片，每天下班前互相复核十户。和同事意见不一样时"
    "请店长定。结果提前两天完成，差错率降到百分之零点五，这个办法后来一直用着。",
)


@pytest.mark.long
def test_from_a_poster_to_the_next_stage_and_everything_taken_back(
    browser: Browser, future: Product, tmp_path: Path
) -> None:
    posted = future.ask("posted", "teller")
    with browser.new_context(base_url=future.url, viewport=PHONE, has_touch=True, locale="zh-CN") as phone:
        page = applied(phone, future, str(posted["path"]), tmp_path / "paper.pdf")
        invitation = future.wait_for("invited", ADDRESS, seconds=90)
        future.ask("quiet", invitation["interview"])
        reminded(future)
        page = people.enter(phone, future, invitation)
        interviewed(page)
        with browser.new_context(base_url=future.url, viewport=DESK, locale="zh-CN") as desk:
            advanced(desk, future, invitation)
        erased(page, future, invitation)


def applied(phone: BrowserContext, bank: Product, path: str, paper: Path) -> Page:
    """Who, the file, what was read of it, sent."""
    page = phone.new_page()
    page.set_content(PAPER)
    page.pdf(path=paper)
    page.goto(path)
    people.shoot(page, "90-posting")
    page.locator("#id_name").fill(NAME)
    page.locator("#id_phone").fill(NUMBER)
    page.locator("#id_email").fill(ADDRESS)
    page.locator("button[form=begin]").click()
    expect(page.locator("#agreed_error")).to_be_visible()
    page.locator("input[name=agreed]").check(force=True)
    page.locator("button[form=begin]").click()
    page.wait_for_url(re.compile("/mine/"))
    page.locator("#id_file").set_input_files(paper)
    page.locator("button[form=send-file]").click()
    page.locator("button[form=check]").wait_for(timeout=90_000)
    assert page.locator("input[name='education-0-school']").input_value() == SCHOOL
    assert page.locator("input[name='work-0-employer']").input_value()
    people.shoot(page, "91-what-was-read")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= PHONE["width"]
    page.locator("button[form=check]").click()
    page.locator("button[form=check]").wait_for(state="detached")
    people.shoot(page, "92-sent")
    return page


def reminded(bank: Product) -> None:
    """Nothing is begun for two days: asked once. Then a word a day and an hour before the window closes."""
    for hours, template, wanted in ((49, "not-started", 1), (96, "reminder", 1), (22, "reminder", 2)):
        assert bank.ask("heard", ADDRESS, template) == wanted - 1
        bank.ask("pass_hours", str(hours))
        for _ in range(90):
            if bank.ask("heard", ADDRESS, template) == wanted:
                break
            people.settle(1)
        assert bank.ask("heard", ADDRESS, template) == wanted, template
    assert bank.ask("heard", ADDRESS, "not-started") == 1


def interviewed(page: Page) -> None:
    """No recording: every answer is typed."""
    people.decide(page, refuse=("recording",))
    for number in range(1, 6):
        page.wait_for_url(re.compile(rf"/q/{number}/|/done/"))
        if "/done/" in page.url:
            break
        page.locator(".portal-bar button.big").click()
        page.locator("#id_text").fill(ANSWERS[(number - 1) % 2])
        page.locator("button[form=typed]").click()
    people.hand_in(page)


def advanced(desk: BrowserContext, bank: Product, invitation: dict[str, str]) -> None:
    """The report is there; by the opening's rule or by a person's hand it goes on."""
    bank.wait_for("report", invitation["interview"])
    for _ in range(30):  # strong answers go on by the opening's rule
        if bank.ask("stage_of", invitation["application"]) == "deep_assessment":
            break
        people.settle(1)
    page = people.at_console(desk, bank, HR)
    page.goto(f"/console/candidates/{invitation['candidate']}/")
    expect(page.locator("main")).to_contain_text(SCHOOL)
    people.shoot(page, "93-the-person")
    with page.expect_navigation():
        page.locator("form[action*='/advance/'] button[value=panel]").first.click()
    assert bank.ask("stage_of", invitation["application"]) == "panel"


def erased(page: Page, bank: Product, invitation: dict[str, str]) -> None:
    """The person takes everything back; no table and no file knows of her any more."""
    words = (NAME, NUMBER, ADDRESS, SCHOOL, SHOP, ANSWERS[0][:12], ANSWERS[1][:12])
    before = bank.ask("known_of", invitation["candidate"], *words)
    assert before["words"] == list(words)
    assert before["files"] > 0
    page.goto(invitation["link"] + "rights/erase/")
    people.shoot(page, "94-erase")
    page.locator(".portal-bar form button").click()
    expect(page.locator("main")).to_contain_text("已删除")
    assert bank.ask("known_of", invitation["candidate"], *words) == {"words": [], "files": 0}
    assert page.goto(invitation["link"]).status == 404  # type: ignore[union-attr]
