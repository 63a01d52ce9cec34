"""States by property, differences and boundaries by example. No database."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bole.hiring.verification.rules import (
    comparing,
    deciding,
    doubts,
    id_number,
    machine,
    planning,
    stability,
)
from bole.hiring.verification.rules.planning import Plan, Planned
from bole.kernel.errors import ConflictError, InvalidError

DEGREES = {"本科": "bachelor", "学士": "bachelor", "大专": "associate", "bachelor": "bachelor"}
TODAY = date(2026, 11, 22)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(sorted(machine.MOVES)), st.booleans()), max_size=12))
def test_no_way_leads_to_an_ending_without_a_person_nor_out_of_one(events: list[tuple[str, bool]]) -> None:
    state, persons = machine.PENDING, 0
    for event, by_person in events:
        before = state
        try:
            state = machine.move(state, event, by_person=by_person)
        except ConflictError:
            continue
        assert state in machine.STATES
        assert before not in machine.ENDED
        persons += by_person
    if state in {machine.ADVERSE, machine.CLEARED, machine.UNABLE}:
        assert persons >= 1
    if state == machine.CLEAR:
        assert "agrees" in [event for event, _ in events]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(sorted(machine.CASE_MOVES)), st.booleans()), max_size=12))
def test_nobody_is_ended_without_having_been_told(events: list[tuple[str, bool]]) -> None:
    state, told = machine.CONSENT, False
    for event, by_person in events:
        try:
            state = machine.move_case(state, event, by_person=by_person)
        except ConflictError:
            continue
        told = told or event == "told"
    if state == machine.ADVERSE:
        assert told


ROWS = st.lists(
    st.tuples(st.integers(1, 3), st.booleans(), st.sampled_from(machine.STATES)), min_size=1, max_size=6
)


@settings(max_examples=300, deadline=None)
@given(ROWS, st.lists(st.sampled_from(("", *deciding.RESOLUTIONS)), max_size=3))
def test_it_is_clear_only_when_nothing_is_open_and_nothing_is_a_risk(
    rows: list[tuple[int, bool, str]], resolutions: list[str]
) -> None:
    standing = deciding.standing(rows, resolutions)
    fine = all(state in machine.FINE for _o, _g, state in rows)
    settled = all(one in deciding.SETTLED_ITEMS for one in resolutions)
    assert (standing == machine.CLEAR) == (fine and settled)
    waits = [state for _o, _g, state in rows if state in machine.BUSY]
    assert (standing == machine.WORK) == bool(waits or planning.next_orders(rows))


@given(st.integers(0, 60))
def test_waiting_doubles_up_to_four_hours_and_keeps_to_what_the_source_asks(attempts: int) -> None:
    found = deciding.back_off(attempts)
    assert timedelta(minutes=1) <= found <= timedelta(hours=4)
    assert deciding.back_off(attempts + 1) >= found
    assert deciding.back_off(attempts, timedelta(hours=5)) == timedelta(hours=5)


def test_an_end_waits_for_the_window_the_waiver_and_every_dispute() -> None:
    due = datetime(2026, 11, 27, 8, tzinfo=UTC)
    before = due - timedelta(seconds=1)

    def code(**more: Any) -> str:
        given = {"reply_due_at": due, "replied": False, "disputes_open": False, "now": due} | more
        try:
            deciding.check_may_end(given.pop("reply_due_at"), **given)
        except ConflictError as refused:
            return refused.code
        return ""

    assert code() == ""
    assert code(now=before) == "reply_window"
    assert code(now=before, replied=True) == ""
    assert code(reply_due_at=None) == "not_told"
    assert code(disputes_open=True) == "dispute_open"
    assert code(replied=True, disputes_open=True) == "dispute_open"


def points(
    kind: Any, claimed: dict[str, str], facts: dict[str, str], verdict: Any = "found"
) -> dict[str, str]:
    found = comparing.compare(kind, claimed, verdict, facts, degrees=DEGREES, today=TODAY)
    return {one.field: f"{one.verdict} {one.why}".strip() for one in found}


@pytest.mark.parametrize(
    ("claimed", "found", "wanted"),
    [
        ({"school": "西南财经大学"}, {"school": "西南 财经大学"}, {"school": "same"}),
        ({"school": "西南财经大学"}, {"school": "西南科技大学"}, {"school": "differs other_name"}),
        (
            {"school": "四川财经学院"},
            {"school": "西南财经大学", "former_names": "四川财经学院；x"},
            {"school": "same"},
        ),
        ({"degree": "学士"}, {"degree": "本科"}, {"degree": "same"}),
        ({"degree": "本科"}, {"degree": "大专"}, {"degree": "differs other_degree"}),
        ({"major": "金融"}, {"major": "金融学"}, {"major": "same"}),
        ({"major": "金融学"}, {"major": "法学"}, {"major": "differs other_text"}),
        ({"end": "2018-06"}, {"end": "2018-07"}, {"end": "same"}),
        ({"end": "2018-06"}, {"end": "2018-08"}, {"end": "differs other_date"}),
        ({"end": "2018-06"}, {"end": "2018-05-31"}, {"end": "same"}),
        ({"end": "2018"}, {"end": "2018-07"}, {"end": "same"}),
        ({"end": "2018"}, {"end": "2019-02"}, {"end": "differs other_date"}),
        ({"end": "2018-06"}, {}, {"end": "not_told"}),
        ({}, {"end": "2018-06"}, {"end": "not_claimed"}),
        ({}, {}, {}),
    ],
)
def test_degrees_side_by_side(claimed: Any, found: Any, wanted: Any) -> None:
    assert points("degree", claimed, found) == wanted


@pytest.mark.parametrize(
    ("claimed", "found", "wanted"),
    [
        (
            {"employer": "江州银行", "start": "2018-07"},
            {"employer": "江州银行股份有限公司", "established": "2018-08-30"},
            {"employer": "same", "start": "not_told", "established": "same"},
        ),
        (
            {"employer": "江州银行", "start": "2018-07"},
            {"employer": "江州银行", "established": "2018-09-01"},
            {"employer": "same", "start": "not_told", "established": "differs before_founding"},
        ),
        (
            {"employer": "甲公司", "end": "2024-05"},
            {"employer": "甲公司", "closed": "2023-01-01"},
            {"employer": "same", "end": "not_told", "closed": "differs after_closing"},
        ),
        (
            {"employer": "甲公司"},
            {"employer": "甲公司", "closed": "2023-01-01"},
            {"employer": "same", "closed": "not_claimed"},
        ),
    ],
)
def test_nobody_worked_before_an_employer_was_or_after(claimed: Any, found: Any, wanted: Any) -> None:
    assert points("employment", claimed, found) == wanted


def test_what_only_the_source_can_state() -> None:
    assert points("identity", {}, {"match": "yes"}) == {"match": "same"}
    assert points("identity", {}, {"match": "no"}) == {"match": "differs other_number"}
    assert points("identity", {}, {}) == {"match": "not_told"}
    assert points("conduct", {}, {"record": "none"}) == {"record": "same"}
    assert points("conduct", {}, {"record": "2021 罚款"}) == {"record": "differs recorded"}
    valid = {"certificate": "银行从业", "valid_until": "2026-11-22"}
    assert points("certificate", {"certificate": "银行从业资格"}, valid)["valid_until"] == "same"
    assert points("certificate", {}, {"valid_until": "2026-11-21"})["valid_until"] == "differs expired"
    assert points("degree", {"school": "甲", "major": "乙"}, {}, "not_found") == {
        "record": "differs not_found"
    }
    assert points("degree", {"school": "甲"}, {"school": "甲"}, "other_person") == {
        "record": "differs other_person"
    }
    compared = comparing.compare(
        "degree", {"school": "甲"}, "found", {"school": "甲"}, degrees={}, today=TODAY
    )
    assert comparing.untold(compared, ["school", "degree"]) == ["degree"]


def job(employer: str, start: str, **more: Any) -> dict[str, Any]:
    return {"employer": employer, "start": start, "kind": "job", **more}


def flag(*work: dict[str, Any]) -> Any:
    return stability.flag(stability.jobs(work))


def test_three_employers_in_365_days_raise_a_question_and_in_366_do_not() -> None:
    first = date(2024, 3, 1)
    for days, wanted in ((364, True), (365, True), (366, False)):
        third = (first + timedelta(days=days)).isoformat()
        found = flag(job("甲科技公司", "2024-03-01"), job("乙超市", "2024-08-15"), job("丙农商银行", third))
        assert (found is not None) == wanted, days
        if found:
            assert found.certain
            assert found.employers == ("甲科技公司", "乙超市", "丙农商银行")
            asked, month = stability.question(found), int(third[5:7])
            assert asked["zh"].startswith(f"2024 年 3 月至 2025 年 {month} 月之间")
            assert asked["en"].startswith(f"Between Mar 2024 and {['Feb', 'Mar'][month - 2]} 2025:")


def test_internships_moves_in_a_group_and_the_same_employer_again_do_not_count() -> None:
    three = [
        job("江州银行股份有限公司", "2024-01-05"),
        job("乙超市", "2024-05-01"),
        job("丙证券", "2024-11-01"),
    ]
    assert flag(*three)
    assert flag(three[0], {**three[1], "kind": "internship"}, three[2]) is None
    assert flag(three[0], job("江州银行东区支行", "2024-05-01"), three[2]) is None
    assert flag(three[0], three[1], job("江州银行（总行）", "2024-11-01")) is None
    assert flag(three[0], three[1]) is None
    assert flag(three[0], job("", "2024-05-01"), three[2]) is None
    assert not stability.same_group("甲银行", "乙银行")
    assert stability.same_group("云杉银行股份有限公司", "云杉银行临江分行")


def test_months_alone_say_whether_it_is_certain() -> None:
    sure = flag(job("甲公司1", "2024-01"), job("乙超市2", "2024-06"), job("丙证券3", "2024-11"))
    perhaps = flag(job("甲公司1", "2024-01"), job("乙超市2", "2024-06"), job("丙证券3", "2025-01"))
    never = flag(job("甲公司1", "2024-01"), job("乙超市2", "2024-06"), job("丙证券3", "2025-03"))
    assert (sure.certain, perhaps.certain, never) == (True, False, None)
    words = stability.question(perhaps)
    assert "三到五年" in words["zh"]
    assert "甲公司1" in words["en"]
    assert stability.moment("2024-02-30") is None
    assert stability.moment("sometime") is None


def test_gaps_and_missing_ends_are_listed_and_studies_fill_a_gap() -> None:
    work = [
        {"employer": "甲", "start": "2018-07", "end": "2020-03", "kind": "job"},
        {"employer": "乙", "start": "2020-10", "end": None, "current": False, "kind": "job"},
        {"employer": "丙", "start": "2023-01", "current": True, "kind": "job"},
    ]
    found = doubts.doubts(work, [], months=6, today=TODAY)
    assert [(one.kind, one.what, one.months) for one in found] == [
        ("no_end", "乙", 0),
        ("gap", "2020-04–2022-12", 33),
    ]
    school = [{"school": "大学", "start": "2020-04", "end": "2022-12"}]
    assert [one.kind for one in doubts.doubts(work, school, months=6, today=TODAY)] == ["no_end"]
    short = [{"employer": "甲", "start": "2018-07", "end": "2026-05", "kind": "job"}]
    assert doubts.doubts(short, [], months=6, today=TODAY) == []
    assert [one.months for one in doubts.doubts(short, [], months=5, today=TODAY)] == [5]
    assert doubts.doubts([], [], months=6, today=TODAY) == []


def test_identity_numbers() -> None:
    assert id_number.check(" 11010119900101123 7".replace(" ", ""), TODAY) == "110101199001011237"
    assert id_number.check("11010519491231002x", TODAY) == "11010519491231002X"  # the example of the standard
    assert id_number.masked("110101199001011237") == "110***********1237"
    for wrong, why in [
        ("110101199001011238", "check"),
        ("110101199002301237", "date"),
        ("110101209001011237", "date"),
        ("11010119900101123", "shape"),
        ("01010119900101123X", "shape"),
        ("", "shape"),
    ]:
        with pytest.raises(InvalidError) as refused:
            id_number.check(wrong, TODAY)
        assert refused.value.fields == {"id_number": why}, wrong


def planned(kind: Any, order: int, **more: Any) -> Planned:
    return Planned(kind, order, "x", 100, 2, 30, {"zh": "", "en": ""}, **more)


RESUME = {
    "education": [
        {"school": "职院", "degree": "大专", "degree_level": "associate", "end": "2015-06"},
        {"school": "大学", "degree": "本科", "degree_level": "bachelor", "major": "金融", "end": "2018-06"},
    ],
    "work": [
        {"employer": "旧厂", "title": "员工", "start": "2010-01", "end": "2012-01", "kind": "job"},
        {"employer": "银行", "title": "柜员", "start": "2018-07", "current": True, "kind": "job"},
        {"employer": "实习行", "start": "2017-07", "end": "2017-08", "kind": "internship"},
    ],
    "certificates": [],
}


def test_a_job_and_a_resume_make_the_list_of_checks() -> None:
    checks = (
        planned("employment", 2, years=5),
        planned("identity", 1, gate=True),
        planned("degree", 2, take="highest"),
        planned("certificate", 3),
    )
    plan = Plan("k", 1, "", 5, 6, checks)
    found = planning.wanted(plan, RESUME, TODAY)
    assert [(one.planned.kind, one.subject) for one in found] == [
        ("identity", ""),
        ("employment", "银行 柜员"),
        ("degree", "大学 金融"),
    ]
    assert found[1].claimed == {"employer": "银行", "title": "柜员", "start": "2018-07"}
    empty = planning.wanted(plan, {}, TODAY)
    assert [(one.planned.kind, dict(one.claimed)) for one in empty] == [
        ("identity", {}),
        ("employment", {}),
        ("degree", {}),
    ]
    assert plan.of("conduct") is None


def test_a_gate_holds_back_what_comes_later() -> None:
    later = (2, False, machine.PENDING)
    assert planning.next_orders([(1, True, machine.PENDING), later]) == {1}
    assert planning.next_orders([(1, True, machine.RUNNING), later]) == set()
    assert planning.next_orders([(1, True, machine.CONSIDER), later]) == set()
    for state in (machine.CLEAR, machine.CLEARED, machine.MANUAL):
        assert planning.next_orders([(1, True, state), later]) == {2}
    assert planning.next_orders([(1, False, machine.CONSIDER), later]) == {2}
    assert planning.next_orders([(1, True, machine.CLEAR)]) == set()
