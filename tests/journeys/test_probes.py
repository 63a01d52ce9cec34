"""A candidate who types is asked for one more detail, and for one thing of her own résumé."""

from __future__ import annotations

import re

from playwright.sync_api import BrowserContext, expect

from tests.journeys import people
from tests.journeys.product import Product

RESUME = "工作经历\n2021.07-至今 新风商场 服务台客服，处理顾客投诉"
THIN = ("我先道歉，然后帮他解决问题，最后让客户满意。", "我们团队合作得很好，大家互相帮助，最后完成了任务。")
STORY = (
    "去年三月有位老先生买的血压仪坏了，在服务台发火。原因是说明书没写清楚充电的方法。我先请他坐下、道歉，自己试了三遍"
    "找到毛病，当场给他换了一台，又用大字写了操作步骤。结果他写了表扬信。"
)
MORE = "我负责的是对账表，去年十月我每天下班前自己核对三百户，发现十二处错误，当天改完。"


def test_one_more_detail_is_asked_and_answered(phone: BrowserContext, bank: Product) -> None:
    invitation = bank.ask("invite", "teller", "zh", "typed", "1", RESUME)
    page = people.enter(phone, bank, invitation)
    people.decide(page)
    for number, text in enumerate((*THIN, STORY), start=1):
        page.wait_for_url(re.compile(f"/q/{number}/"))
        page.locator(".portal-bar button.big").click()
        if number == 3:
            expect(page.locator("h1")).to_contain_text("新风商场 服务台客服")
        page.locator("#id_text").fill(text)
        page.locator("button[form=typed]").click()
    page.wait_for_url(re.compile("/more/|/q/4/"))
    people.shoot(page, "17-one-moment")
    page.wait_for_url(re.compile("/q/4/"), timeout=60_000)
    people.shoot(page, "18-one-more-detail")
    page.locator(".portal-bar button.big").click()
    page.locator("#id_text").fill(MORE)
    page.locator("button[form=typed]").click()
    people.hand_in(page)
    report = bank.wait_for("report", invitation["interview"])
    beside = report["additions"]
    assert [one["state"] for one in beside["probes"]["asked"]] == ["submitted"]
    assert beside["probes"]["total_without"] is not None
    assert beside["personal"]["question_keys"] == ["personal-1"]
