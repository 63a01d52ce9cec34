"""Candidates in a real Chromium with a fake camera: straight on, cut off, from other browsers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from bole.cli.visitor import CandidateVisit, Visitor
from tests.journeys import media, people
from tests.journeys.product import Product

TYPED = (
    "我会先向客户道歉，请他坐下，倒一杯水。然后问清楚他要办什么业务、缺哪一份材料。能用手机银行补的我马上帮他办，"
    "补不了的我写下清单，给他预约第二天上午的优先号。该审核的证件一样不能少。去年我们因此把投诉从十二起降到三起。",
    "去年我和三位同事清理积压的账户资料。原因是三个部门各有一张表。我建了一张共享的表，每天早上开十分钟的会，"
    "结果提前九天完成，差错率从百分之六降到百分之二。",
)
TOLERANCE = 0.3  # seconds of sound, per answer


def kept_whole(answer: dict) -> bool:
    """What was stored decodes to what the recorder counted."""
    return abs(sum(answer["decoded"]) - sum(answer["declared"])) <= TOLERANCE


def test_full_interview(phone: BrowserContext, bank: Product) -> None:
    invitation = bank.ask("invite", "teller")
    page = people.enter(phone, bank, invitation)
    people.decide(page)
    people.to_first_question(page)
    for number in (1, 2):
        people.start_answer(page, f"07-question-{number}")
        people.settle(8)
        people.stop_answer(page, f"08-question-{number}")
        if number == 1:
            page.wait_for_url(re.compile("/q/2/"), timeout=90_000)
    people.hand_in(page)
    answers = bank.ask("answers", invitation["interview"])
    assert [answer["state"] for answer in answers] == ["submitted", "submitted"]
    lengths = [(answer["decoded"], answer["declared"]) for answer in answers]
    assert all(len(answer["decoded"]) == 1 and kept_whole(answer) for answer in answers), str(lengths)
    report = bank.wait_for("report", invitation["interview"])
    assert {rating["competency"] for rating in report["ratings"]} >= {"service_orientation", "communication"}


def test_network_cut_and_reload_in_mid_answer(phone: BrowserContext, bank: Product) -> None:
    """R23: what was recorded before is kept, and the answer goes on as a second recording."""
    invitation = bank.ask("invite", "teller")
    page = people.enter(phone, bank, invitation)
    people.decide(page)
    people.to_first_question(page)
    people.start_answer(page)
    people.settle(5)
    phone.set_offline(True)
    expect(page.locator("[data-offline]")).to_be_visible()
    people.settle(6)
    expect(page.locator("[data-offline-text]")).to_have_text(re.compile(r"[1-9]\d* 段待传"))
    people.shoot(page, "11-offline")
    page.on("dialog", lambda dialog: dialog.accept())
    phone.set_offline(False)
    page.reload()
    expect(page.locator("main[data-page=question]")).to_have_attribute(
        "data-phase", "interrupted", timeout=60_000
    )
    people.shoot(page, "11-interrupted")
    page.locator("[data-resume]:visible").click()
    people.recording(page)
    people.settle(6)
    people.stop_answer(page)
    page.wait_for_url(re.compile("/q/2/"), timeout=90_000)
    first = bank.ask("answers", invitation["interview"])[0]
    assert len(first["decoded"]) == 2, first
    assert kept_whole(first), first
    assert sum(first["decoded"]) >= 15.0, "seconds recorded while the network was away are lost"


@pytest.fixture
def old_browser(phone: BrowserContext) -> BrowserContext:
    """A browser inside another app, without a recorder of its own."""
    phone.add_init_script("delete window.MediaRecorder")
    return phone


@pytest.mark.parametrize("kind", ["webm", "mp4"])
def test_phone_camera_through_a_file_field(
    old_browser: BrowserContext, bank: Product, tmp_path: Path, kind: str
) -> None:
    invitation = bank.ask("invite", "teller")
    page = people.enter(old_browser, bank, invitation)
    people.decide(page)
    page.wait_for_url(re.compile("/device/|/q/1/|/unsupported/"))
    page.goto(invitation["link"] + "device/")
    expect(page.locator("[data-problem-text]")).not_to_be_empty()
    for idle in (
        "[data-check=camera]",
        "[data-check=microphone]",
        ".viewfinder",
        "button[data-retry]",
        "a[data-retry]",
    ):
        expect(page.locator(idle)).to_be_hidden()  # nothing that waits for a recorder which will not come
    page.goto(invitation["link"] + "q/1/")
    page.locator("[data-begin]:visible").click(timeout=30_000)
    page.locator("[data-show=file]").wait_for()  # drawn once the server knows that it was begun
    film = (
        media.safari_mp4(tmp_path / "film.mp4")
        if kind == "mp4"
        else media.CLIPS / "teller-complaint-strong.webm"
    )
    people.shoot(page, f"12-file-{kind}")
    page.locator("input[data-file]").set_input_files(film)
    page.locator("[data-submit]:visible").click(timeout=90_000)
    page.wait_for_url(re.compile("/q/2/"), timeout=90_000)
    first = bank.ask("answers", invitation["interview"])[0]
    assert abs(sum(first["decoded"]) - media.decoded_seconds(film)) < 0.05


def test_safari_recording_is_heard_like_any_other(bank: Product, tmp_path: Path) -> None:
    """Fragmented MP4 through the recorder's own endpoint, in parts; the analysis hears what it holds."""
    invitation = bank.ask("invite", "teller")
    film = media.safari_mp4(tmp_path / "safari.mp4", seconds=20.0)
    since = bank.ask("last_mail")
    with Visitor(bank.url) as visitor:
        visit = CandidateVisit(
            visitor,
            invitation["link"],
            lambda: bank.wait_for("code", invitation["address"], str(since), seconds=30),
        )
        visit.enter()
        visit.agree()
        visit.answer_with_clip("teller-complaint", 1, film, media.decoded_seconds(film))
        visit.finish()
    report = bank.wait_for("report", invitation["interview"])
    quotes = [evidence["quote"] for rating in report["ratings"] for evidence in rating["evidence"]]
    assert any("道歉" in (quote or "") for quote in quotes), quotes


def test_without_recording_answers_are_typed(phone: BrowserContext, bank: Product) -> None:
    invitation = bank.ask("invite", "teller")
    page = people.enter(phone, bank, invitation)
    people.decide(page, refuse=("recording",))
    for number, text in enumerate(TYPED, start=1):
        page.wait_for_url(re.compile(f"/q/{number}/"))
        page.locator(".portal-bar button.big").click()
        people.shoot(page, f"13-typed-{number}")
        page.locator("#id_text").fill(text)
        page.locator("button[form=typed]").click()
    people.hand_in(page)
    assert [answer["kind"] for answer in bank.ask("answers", invitation["interview"])] == ["typed", "typed"]
    report = bank.wait_for("report", invitation["interview"])
    quotes = [e["quote"] for rating in report["ratings"] for e in rating["evidence"] if e["quote"]]
    assert quotes
    assert all(any(quote in text for text in TYPED) for quote in quotes)


def test_a_consent_taken_back_between_two_questions(phone: BrowserContext, bank: Product) -> None:
    """Two hasty taps are one; the rest is answered by voice, and nobody looks at a face any more."""
    invitation = bank.ask("invite", "teller")
    page = people.enter(phone, bank, invitation)
    people.decide(page)
    people.to_first_question(page)
    people.start_answer(page)
    people.settle(4)
    people.stop_answer(page)
    page.wait_for_url(re.compile("/q/2/"), timeout=90_000)
    page.locator("[data-opens=help]:visible").first.click()
    page.locator("dialog a[href$='/consent/']").click()
    people.shoot(page, "15-consents")
    page.locator("a[href$='/consent/face/']").click()
    people.shoot(page, "16-consent-change")
    page.locator(".portal-bar button.big").dblclick()
    page.wait_for_url(re.compile("/consent/$"))
    page.locator(".portal-bar a.big").click()
    page.wait_for_url(re.compile("/q/2/"))
    expect(page.locator("main[data-page=question]")).to_have_attribute("data-mode", "audio")
    people.start_answer(page)
    people.settle(4)
    people.stop_answer(page)
    people.hand_in(page)
    assert [answer["kind"] for answer in bank.ask("answers", invitation["interview"])] == ["video", "audio"]
    report = bank.wait_for("report", invitation["interview"])
    assert report["ratings"]
    assert {run["stage"] for run in bank.ask("runs", invitation["interview"])} == {"speech"}


def test_english_at_once(phone: BrowserContext, bank: Product) -> None:
    """The language switch changes the page and stays."""
    invitation = bank.ask("invite", "relationship-manager", "en")
    page = phone.new_page()
    page.goto(invitation["link"])
    expect(page.locator("html")).to_have_attribute("lang", "en")
    people.shoot(page, "14-invitation-english")
    assert not re.search(r"[\u4e00-\u9fff]", page.locator("main").inner_text())
