"""Sums, differences, levels, clocks, sentences, capitals: pure, at their boundaries."""

import base64
from copy import deepcopy
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from bole.hiring.offers.rules import (
    asking,
    capitals,
    checks,
    difference,
    drawing,
    figures,
    levels,
    states,
    terms,
    wishes,
)
from bole.hiring.offers.rules.levels import Band, Limits
from bole.kernel.errors import ConflictError, DeniedError, InvalidError
from bole.kernel.labour_law import LabourLawError

NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)
TODAY = date(2026, 11, 20)


def made(**changed: Any) -> dict[str, Any]:
    """Terms of a teller; ``changed`` replaces blocks."""
    name = {"zh": "工资", "en": "Pay"}
    line = {"label": name, "per": "month", "months": 12, "fixed": True}
    return {
        "format": terms.FORMAT,
        "job": {"key": "teller", "title": name},
        "unit": {"id": "1", "name": name},
        "grade": "P1",
        "currency": "CNY",
        "pay": [
            {**line, "key": "base", "amount": 600_000},
            {**line, "key": "post", "amount": 260_000, "months": 13},
            {**line, "key": "target", "per": "year", "amount": 2_800_000, "months": 1, "fixed": False},
        ],
        "insurance": {
            "city": "beijing",
            "name": name,
            "base": {"low": 727_000, "high": 3_634_800},
            "part": [
                {"key": "pension", "employee": 800, "employee_extra": 0, "employer": 1600},
                {"key": "medical", "employee": 200, "employee_extra": 300, "employer": None},
            ],
            "fund": {"low": 254_000, "high": 500_000, "rate_low": 500, "rate_high": 1200, "rate": 1200},
            "source": name,
            "checked_on": "2026-11-22",
            "valid_from": None,
            "valid_to": None,
            "confirmed": False,
        },
        "medical": {"offered": False, "words": {"zh": "", "en": ""}},
        "starts_on": "2026-12-15",
        "contract": {"kind": "fixed", "months": 36},
        "probation": {"months": 3, "pay": 688_000},
        "local_minimum": None,
        "place": "",
        "training": [],
        "manager": None,
        **changed,
    }


def test_sums_and_contributions() -> None:
    sums = terms.totals(made())
    assert (sums.monthly, sums.yearly_fixed, sums.target) == (860_000, 10_580_000, 13_380_000)
    pension, medical, fund = terms.contributions(made())
    assert (pension.base, pension.employee, pension.employer) == (860_000, 68_800, 137_600)
    assert (medical.employee, medical.employer) == (17_500, None)  # 2 % and three yuan; a share not told
    assert (fund.base, fund.employee, fund.employer) == (500_000, 60_000, 60_000)  # at the upper limit
    low = made(pay=[{**made()["pay"][0], "amount": 300_000}])
    assert terms.contributions(low)[0].base == 727_000  # at the lower limit
    empty = {**made()["insurance"], "part": [], "fund": {"rate": None}}
    assert terms.contributions(made(insurance=empty)) == []


def test_the_fingerprint_knows_every_fen_and_no_order() -> None:
    same = dict(reversed(list(made().items())))
    assert terms.fingerprint(same) == terms.fingerprint(made())
    other = made()
    other["pay"][0]["amount"] += 1
    assert terms.fingerprint(other) != terms.fingerprint(made())


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"starts_on": "2026-11-19"}, "starts_on"),
        ({"starts_on": "2027-11-21"}, "starts_on"),
        ({"contract": {"kind": "fixed", "months": 0}}, "contract_months"),
        ({"contract": {"kind": "life", "months": None}}, "contract"),
        ({"pay": []}, "pay"),
        ({"pay": [{**made()["pay"][0], "amount": -1}]}, "pay.base"),
        ({"pay": [made()["pay"][0], made()["pay"][0]]}, "pay"),
    ],
)
def test_what_cannot_be_offered_is_named(changed: dict[str, Any], field: str) -> None:
    checks.check(made(), today=TODAY, lowest_of_post=None)
    with pytest.raises(InvalidError) as raised:
        checks.check(made(**changed), today=TODAY, lowest_of_post=None)
    assert field in raised.value.fields


@pytest.mark.parametrize(
    ("changed", "article"),
    [
        ({"contract": {"kind": "fixed", "months": 35}}, 19),  # three months' probation needs three years
        ({"contract": {"kind": "task", "months": None}}, 19),
        ({"probation": {"months": 7, "pay": 860_000}}, 19),
        ({"probation": {"months": 3, "pay": 687_999}}, 20),
        ({"local_minimum": 688_001}, 20),
    ],
)
def test_the_law_refuses_with_its_article(changed: dict[str, Any], article: int) -> None:
    with pytest.raises(LabourLawError) as raised:
        checks.check(made(**changed), today=TODAY, lowest_of_post=None)
    assert raised.value.article == article
    checks.check(made(contract={"kind": "open", "months": None}), today=TODAY, lowest_of_post=860_000)
    with pytest.raises(LabourLawError):
        checks.check(made(), today=TODAY, lowest_of_post=None, had_probation=True)


def test_only_money_contract_and_probation_need_a_second_person_again() -> None:
    later = made(starts_on="2026-12-22")
    (change,) = difference.changes(made(), later)
    assert (change.field, change.before, change.after) == ("starts_on", "2026-12-15", "2026-12-22")
    assert not difference.needs_signature(made(), later)
    assert difference.needs_signature(None, made())
    shorter = {"probation": {"months": 2, "pay": 688_000}}
    for changed in (shorter, {"grade": "P2"}, {"pay": made()["pay"][:2]}):
        assert difference.needs_signature(made(), made(**changed))
    trained = made(training=[{"key": "wealth", "title": {}, "hours": 16, "quote": None}])
    assert [one.field for one in difference.changes(made(), trained)] == ["training.wealth"]
    assert not difference.needs_signature(made(), trained)


@pytest.mark.parametrize(
    ("monthly", "yearly", "found"),
    [
        (600_000, 25_000_000, ["branch"]),
        (800_000, 25_000_001, ["branch", "head"]),
        (599_999, 10_000_000, ["branch", "head"]),
        (800_001, 10_000_000, ["branch", "head"]),
        (700_000, 60_000_001, ["branch", "head", "head_again"]),
    ],
)
def test_levels_at_the_ends_of_band_and_limits(monthly: int, yearly: int, found: list[str]) -> None:
    band, limits = Band("P1", 600_000, 800_000), Limits(25_000_000, 60_000_000)
    assert levels.needed(monthly=monthly, yearly=yearly, band=band, limits=limits) == found


def test_every_level_is_another_person_and_none_wrote_it() -> None:
    writer, first, second = uuid4(), uuid4(), uuid4()
    levels.check_signer(second, writers={writer}, signed={first})
    for who in (writer, first):
        with pytest.raises(DeniedError):
            levels.check_signer(who, writers={writer}, signed={first})
    assert levels.needed(monthly=1, yearly=1, band=None, limits=Limits(2, 3)) == ["branch", "head"]


def test_the_place_in_the_band_follows_the_score() -> None:
    places = [(0.0, 0), (60.0, 15), (85.0, 60)]
    assert [levels.placed(score, places) for score in (None, 0, 59.9, 60, 84.9, 85, 100)] == [
        0, 0, 0, 15, 15, 60, 60,
    ]  # fmt: skip
    assert levels.amount_at(Band("P1", 600_000, 800_000), 15) == 630_000
    assert Band("X", 5, 5).place(5) == 0.0


def test_an_offer_runs_out_to_the_second_and_waits_while_the_bank_does() -> None:
    end = NOW + timedelta(days=5)
    states.check_open("open", end, end - timedelta(seconds=1))
    for state, now, code in (
        ("open", end, "offer_expired"),
        ("expired", NOW, "offer_expired"),
        ("signed", NOW, "offer_ended"),
        ("asked", NOW, "wrong_state"),
    ):
        with pytest.raises(ConflictError) as raised:
            states.check_open(state, end, now)
        assert raised.value.code == code
    assert states.remind_at(NOW, end) == end - timedelta(hours=24)
    assert states.remind_at(NOW, NOW + timedelta(hours=47)) is None
    asked = NOW + timedelta(days=2)
    assert states.expiry_after_answer(end, asked, asked + timedelta(days=7)) == asked + timedelta(days=10)
    late = end - timedelta(minutes=5)
    assert states.expiry_after_answer(end, late, end) == end + states.LEAST_LEFT


WORDS = wishes.Words(("希望", "would like"), ("培训", "training"), ("客户希望",))
COURSES = [wishes.Course("wealth", ("理财",)), wishes.Course("general", ())]


def test_a_wish_for_training_is_found_verbatim_with_its_second() -> None:
    said = [
        wishes.Said("我在大堂工作两年。客户希望有理财培训。我希望有更多理财培训机会！", 12.5, "a"),
        wishes.Said("I would like more training. The weather was fine.", None, "b"),
        wishes.Said("希望再有培训。", 30.0, "c"),
    ]
    found = wishes.found(said, WORDS, COURSES)
    assert [(one.course, one.quote, one.second, one.answer) for one in found] == [
        ("wealth", "我希望有更多理财培训机会！", 12.5, "a"),
        ("general", "I would like more training.", None, "b"),
    ]
    assert all(one.quote in next(s.text for s in said if s.answer == one.answer) for one in found)
    assert wishes.found([wishes.Said("我参加过培训。", 1.0, "a")], WORDS, COURSES) == []


def test_what_may_be_asked_for() -> None:
    known = asking.fields(made())
    assert known[:3] == ["starts_on", "pay.base", "pay.post"]
    item = {"field": "starts_on", "wanted": "2026-12-22", "why": " 交接 "}
    body = asking.cleaned([item, {"field": "medical", "wanted": "  "}], "", today=TODAY, known=known)
    assert body == {"items": [{"field": "starts_on", "wanted": "2026-12-22", "why": "交接"}], "words": ""}
    for items, words, field in (
        ([], " ", "words"),
        ([{**item, "wanted": "2026-11-19"}], "", "starts_on"),
        ([{**item, "wanted": "tomorrow"}], "", "starts_on"),
        ([{"field": "pay.bonus", "wanted": "1"}], "", "items"),
        ([item, item], "", "items"),
        ([], "x" * 1001, "words"),
    ):
        with pytest.raises(InvalidError) as raised:
            asking.cleaned(items, words, today=TODAY, known=known)
        assert field in raised.value.fields


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (860_000, "人民币捌仟陆佰元整"),
        (0, "人民币零元整"),
        (5, "人民币伍分"),
        (50, "人民币伍角整"),
        (10_005, "人民币壹佰元零伍分"),
        (1_000_100, "人民币壹万零壹元整"),
        (10_050_000, "人民币壹拾万零伍佰元整"),
        (100_000_000_00, "人民币壹亿元整"),
        (100_000_010_00, "人民币壹亿零壹拾元整"),
        (123_456_78, "人民币壹拾贰万叁仟肆佰伍拾陆元柒角捌分"),
    ],
)
def test_amounts_in_capitals(fen: int, words: str) -> None:
    assert capitals.capitals(fen) == words


def test_a_drawing_is_a_small_png_with_ink() -> None:
    from bole.hiring.offers.tests.cast import drawing as drawn

    png = base64.b64decode(drawn().split(",")[1])
    drawing.check(png)
    for junk, code in (
        (b"", "required"),
        (b"GIF89a" + png, "invalid"),
        (png[:40], "invalid"),
        (png + b"\0" * drawing.MOST_BYTES, "too_large"),
        (png[:16] + b"\0\1\0\0\0\1\0\0" + png[24:], "too_large"),
        (base64.b64decode(drawn(64, 24, ink=False).split(",")[1]), "required"),
    ):
        with pytest.raises(InvalidError) as raised:
            drawing.check(junk)
        assert raised.value.fields == {"image": code}


def test_figures_have_their_n_and_no_rate_below_thirty() -> None:
    def row(state: str, reason: str = "", hours: float = 4) -> figures.Row:
        sent = NOW + timedelta(hours=1)
        end = sent + timedelta(hours=hours) if state == "signed" else None
        return figures.Row("teller", "临江", state, reason, NOW, sent, end, 0)

    few = figures.figures([row("signed"), row("declined", "pay"), row("withdrawn"), row("open")])
    assert (few.to_offer.hours, few.to_offer.n) == (1.0, 4)
    assert (few.to_signature.hours, few.to_signature.n) == (4.0, 1)
    assert (few.acceptance.signed, few.acceptance.decided, few.acceptance.rate) == (1, 2, None)
    assert few.reasons == [("pay", 1)]
    many = figures.figures([row("signed", hours=n) for n in range(1, 31)])
    assert many.acceptance.rate == 1.0
    assert (many.to_signature.hours, many.to_signature.slowest) == (15.5, 27.0)
    assert figures.figures([]).whole.hours is None


def test_terms_for_workforce_keep_an_open_end_open() -> None:
    told = terms.for_workforce(made(contract={"kind": "open", "months": None}))
    assert (told["contract_months"], told["probation_ends_on"]) == (None, date(2027, 3, 14))
    assert told["pay"] == deepcopy(made()["pay"])
