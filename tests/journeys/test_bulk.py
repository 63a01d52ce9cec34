"""HR invites many from a filtered list, watches it live, and mends the one address that was wrong."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, expect

from tests.journeys import people
from tests.journeys.product import Product

HEAD = "heqian"
GOOD = ("bulk.one@people.example", "bulk.two@people.example", "bulk.three@people.example")
WRONG, MENDED = "bulk.four@unknown.example", "bulk.four@people.example"


def test_many_are_invited_and_a_dead_letter_is_mended(desk: BrowserContext, bank: Product) -> None:
    need = bank.ask("opening_with", "teller", *GOOD, WRONG)["requisition"]
    page = people.at_console(desk, bank, HEAD)
    page.goto(f"/console/invitations/new/?job={need}")
    people.shoot(page, "70-bulk-new")
    page.get_by_role("button", name="查看名单").click()

    expect(page.locator(".bulk-number")).to_have_text("4")
    page.locator("tbody tr", has_text="批量1").get_by_role("button", name="移出名单").click()
    expect(page.locator(".bulk-number")).to_have_text("3")
    people.shoot(page, "71-bulk-list")
    page.get_by_role("button", name="现在邀请 3 人").click()

    # No reload from here: the page is told what happened.
    expect(page.locator("#bulk-run .bulk-line")).to_contain_text("已完成", timeout=60_000)
    dead = page.locator("tbody tr", has_text="批量4")
    expect(dead).to_contain_text("邮件服务器拒收该地址", timeout=60_000)
    expect(page.locator("tbody tr", has_text="消息已发出")).to_have_count(2, timeout=60_000)
    expect(page.locator("tbody tr", has_text="批量1")).to_contain_text("已移出")
    people.shoot(page, "72-bulk-done")

    dead.get_by_role("link", name="消息").click()
    expect(page.locator(".msg-legs")).to_contain_text("邮件服务器拒收该地址")
    people.shoot(page, "73-dead-letter")
    page.locator("#mend-email").fill(MENDED)
    page.get_by_role("button", name="更正并再次发送").click()
    expect(page.locator(".page-note")).to_contain_text("已重新发送")

    page.goto("/console/messages/?q=" + MENDED)
    for _ in range(60):
        if page.locator("tbody tr", has_text="已发出").count():
            break
        page.wait_for_timeout(500)
        page.reload()
    expect(page.locator("tbody tr", has_text="已发出")).to_have_count(1)
    people.shoot(page, "74-outbox")
