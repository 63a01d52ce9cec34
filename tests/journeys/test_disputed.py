"""What goes wrong on the way from the check to the first day, and is put right: a difference that is disputed
and cleared, an offer countered twice, an identity card that is refused before one is accepted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import cv2
import pytest
from playwright.sync_api import Browser, Page, expect

from bole.parsing.tests import cards
from tests.journeys import afterwards, people
from tests.journeys.afterwards import press
from tests.journeys.product import Product
from tests.journeys.story import Story

HR, HEAD = "qinlan", "heqian"
CARD, PERSON = "identity_card_front", 8  # which of the drawn cards is the applicant's
RESUME = """教育背景
2018.09-2022.06 江州大学 金融学 本科
工作经历
2022.07-至今 新风商场 客服，接待顾客并处理投诉
"""
FOUND = [
    {"value-match": "yes"},
    {"value-school": "江州大学成人教育学院", "value-degree": "本科", "value-major": "金融学",
     "value-start": "2018-09", "value-end": "2022-06"},
    {"value-employer": "新风商场", "value-title": "客服", "value-start": "2022-07"},
]  # fmt: skip
BOTH = ["江州大学", "江州大学成人教育学院"]  # what the résumé says, what the certificate says

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def story(browser: Browser, bank: Product, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """Somebody at the stage of checks; the bank is the other journeys', nothing here moves its clock."""
    applicant = bank.ask("at_checks", cards.make(CARD, PERSON).truth["name"], RESUME)
    told = Story(browser, bank, applicant, photograph(tmp_path_factory.mktemp("proof") / "proof.png"))
    yield told
    told.close()


def photograph(path: Path, **changes: str) -> Path:
    """The card of the applicant as a picture; ``changes`` stand on it instead of what is true."""
    picture = cards.make(CARD, PERSON, **changes).picture
    cv2.imwrite(str(path), cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))
    return path


def test_a_difference_is_disputed_on_the_phone_and_a_person_clears_it(story: Story) -> None:
    story.person.agree_to_checks()
    page = story.at(HR)
    verification = afterwards.opened(page, "/console/verification/", story.name)
    afterwards.check_by_hand(page, verification, str(story.proof), FOUND)
    expect(page.locator("tr.ver-risk td").filter(has_text="大学")).to_have_text(BOTH)
    press(page, page.locator("button[value=tell]"))
    story.person.dispute(BOTH, "毕业证书上的学院 2018 年改过名，学校可以证明是同一个学籍。", story.proof)
    assert story.bank.ask("stage_of", story.applicant["application"]) == "background_check"
    page.goto(verification)
    claim = page.locator(".ver-dispute", has_text="学校可以证明")
    expect(page.locator("main")).to_contain_text("候选人上传")
    people.shoot(page, "82-disputed")
    claim.locator("textarea").fill("学校来函证实是同一个学籍。")
    press(page, claim.locator("button[value=yes]"))
    story.stands_in("offer")
    told = story.person.go("check/")
    expect(told.locator("main h1")).to_have_text("已澄清，没有影响你应聘的问题")
    expect(told.locator("tr.ver-risk td").filter(has_text="大学")).to_have_text(BOTH)
    for words in ("2018 年改过名", "学校来函证实是同一个学籍。", "接下来是录用通知"):
        expect(told.locator("main")).to_contain_text(words)


def test_an_offer_is_countered_twice_and_both_sides_see_what_changed(story: Story) -> None:
    page, person = story.at(HR), story.person
    offer = afterwards.opened(page, "/console/offers/", story.name)
    first, second = afterwards.days(story.bank, 14), afterwards.days(story.bank, 20)
    hand_in(page, starts_on=first.isoformat())
    afterwards.sign_as_second(story.at(HEAD), story.name)
    person.ask_for("starts_on", second.isoformat())
    answer(page, offer, starts_on=second.isoformat())
    changed(person.offer(), first, second)
    page.goto(offer)
    changed(page, first, second)
    person.ask_for("place", "离家近的网点")
    answer(page, offer, place="柳江支行滨江路网点")
    expect(person.offer().locator("main ins")).to_have_text(["柳江支行滨江路网点"])
    page.goto(f"{offer}compare/?a=1&b=3")
    expect(page.locator("ins")).to_have_count(2)
    people.shoot(page, "83-countered-twice")
    person.sign()
    story.stands_in("onboarding")


def hand_in(page: Page, **values: str) -> None:
    """Write these into the version in work and hand it in."""
    for name, value in values.items():
        page.locator(f"[name={name}]").fill(value)
    press(page, page.locator("form[action$='/save/'] button[name=submit]"))


def answer(page: Page, offer: str, **values: str) -> None:
    """Another version for what was asked."""
    page.goto(offer)
    press(page, page.locator("button[value=next]"))
    hand_in(page, **values)


def changed(page: Page, before: date, after: date) -> None:
    """The day that was and the day that is stand side by side."""
    for tag, day in (("del", before), ("ins", after)):
        said = rf"{day.year}\s*年\s*{day.month}\s*月\s*{day.day}\s*日"
        expect(page.locator(f"main {tag}").first).to_have_text(re.compile(said))


def test_a_forged_card_is_refused_and_the_real_one_accepted(story: Story, tmp_path: Path) -> None:
    story.recorded("joining")
    number = cards.make(CARD, PERSON).truth["number"]
    forged = number[:10] + str((int(number[10]) + 1) % 10) + number[11:]
    person = story.person.hand_in_card(photograph(tmp_path / "forged.png", number=forged))
    expect(person.locator("main [role=status]").first).to_contain_text("请重新拍一张", timeout=90_000)
    people.shoot(person, "84-card-refused")
    story.person.hand_in_card(photograph(tmp_path / "real.png"))
    expect(person.locator("[name=id_number]")).to_have_value(number, timeout=90_000)
    press(person, person.locator(".portal-bar button"))
    page = story.at(HR)
    afterwards.opened(page, "/console/onboarding/", story.name)  # the list shows what waits to be looked at
    expect(page.locator("main dd", has_text=number)).to_have_count(1)
    press(page, page.locator("button[value=accept]"))
    story.person.go("onboarding/")
    expect(person.locator("main a", has_text="身份证（人像面）")).to_contain_text("完成")
