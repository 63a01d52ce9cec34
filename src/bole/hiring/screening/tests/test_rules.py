"""Rules: every verdict with its value and line; what is not there is unknown; the law is no option."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bole.hiring.screening import lists, resumes
from bole.hiring.screening.rules import building, deciding, surging
from bole.hiring.screening.rules.judging import Judged, judge
from bole.hiring.screening.rules.reading import Read
from bole.hiring.screening.rules.sentences import sentence
from bole.hiring.screening.tests.resumes import BARE, PROGRAMMER, TELLER, parsed
from bole.kernel.errors import InvalidError

TODAY = date(2026, 11, 22)
DEGREE = {"kind": "degree", "at_least": "bachelor", "studying_counts": False}
FINANCE = {"kind": "major", "family": "金融类"}
THREE_YEARS = {"kind": "experience", "industry": "finance", "years": 3, "internships": False}
SCHOOL = {"kind": "school_tier", "any_of": ["p211"]}


def ask(test: dict[str, Any], resume: str | dict[str, Any]) -> Judged:
    catalogue = lists.catalogue()
    whole = resume if isinstance(resume, dict) else parsed(resume)
    return judge(building.check_test(test, catalogue), resumes.facts(None, whole).read(TODAY), catalogue)


def work(*rows: tuple[str, str | None, str | None, str], **more: Any) -> dict[str, Any]:
    """A résumé of jobs only: (employer, start, end, kind)."""
    jobs = [
        {"employer": e, "title": "员工", "start": s, "end": None if t == "now" else t,
         "current": t == "now", "kind": k}
        for e, s, t, k in rows
    ]  # fmt: skip
    return {"work": jobs, "education": [], "spans": {}, "warnings": [], **more}


@pytest.mark.parametrize(
    ("test", "resume", "verdict", "value", "line"),
    [
        (DEGREE, TELLER, "pass", "学历：本科", "西南财经大学"),
        (DEGREE, PROGRAMMER, "fail", "最高学历：大专", "江州职业技术学院"),
        (DEGREE, BARE, "unknown", "没有读到学历", ""),
        (FINANCE, TELLER, "pass", "金融学", "金融学"),
        (FINANCE, PROGRAMMER, "fail", "软件技术", "软件技术"),
        (FINANCE, BARE, "unknown", "没有读到专业", ""),
        (THREE_YEARS, TELLER, "pass", "7.9 年", "江州银行"),
        (THREE_YEARS, PROGRAMMER, "fail", "0 年", "云图科技"),
        (THREE_YEARS, BARE, "unknown", "看不出行业：汇通商行", "汇通商行"),
        ({"kind": "certificate", "any_of": ["counterfeit"]}, TELLER, "pass", "反假货币", "反假货币"),
        ({"kind": "certificate", "any_of": ["cfa"]}, TELLER, "fail", "银行从业", "银行从业"),
        ({"kind": "certificate", "any_of": ["cfa"]}, BARE, "unknown", "没有读到证书", ""),
        ({"kind": "language", "language": "mandarin"}, TELLER, "pass", "普通话", "普通话"),
        ({"kind": "language", "language": "cantonese"}, TELLER, "fail", "普通话", "语"),
        ({"kind": "language", "language": "english"}, BARE, "unknown", "没有读到", ""),
        ({"kind": "gap", "months": 6}, TELLER, "question", "2022-04 至 2022-09（6 个月）", "江州银行"),
        ({"kind": "gap", "months": 7}, TELLER, "pass", "没有这样的空白", ""),
        ({"kind": "words", "any_of": ["电信诈骗"]}, TELLER, "pass", "电信诈骗", "堵截电信诈骗"),
        ({"kind": "words", "any_of": ["票据"]}, TELLER, "fail", "未提到", ""),
        (
            {**SCHOOL, "justification": "董事会批准的管培生项目，仅限本次校园招聘使用"},
            TELLER, "pass", "西南财经大学", "西南财经大学",
        ),
    ],
)  # fmt: skip
def test_a_verdict_has_its_value_and_its_line(
    test: dict[str, Any], resume: str, verdict: str, value: str, line: str
) -> None:
    found = ask(test, resume)
    assert (found.verdict, value in found.value["zh"]) == (verdict, True), found
    assert found.value["en"]
    assert any(line in one.text for one in found.lines) if line else not found.lines
    assert all(one.number for one in found.lines)


@pytest.mark.parametrize(
    ("resume", "verdict", "value"),
    [
        # overlapping jobs count once: 2020-01 to 2021-12 and 2021-01 to 2022-06 are 30 months
        (
            work(("甲银行", "2020-01", "2021-12", "job"), ("乙银行", "2021-01", "2022-06", "job")),
            "fail", "2.5 年",
        ),
        (work(("甲银行", "2020-01", "2022-12", "job")), "pass", "3 年"),
        (work(("甲银行", "2020-01", "2022-11", "job")), "fail", "2.9 年"),
        # internships apart
        (work(("甲银行", "2019-01", "2022-12", "internship")), "fail", "0 年"),
        # to this day is today
        (work(("甲银行", "2023-12", "now", "job")), "pass", "3 年"),
        (work(("甲银行", "2024-01", "now", "job")), "fail", "2.9 年"),
        # months missing: three calendar years may be two and a bit
        (work(("甲银行", "2020", "2022", "job")), "unknown", "1.2–3 年"),
        (work(("甲银行", "2018", "2022", "job")), "pass", "3.2–5 年"),
        (work(("甲银行", None, "2022-05", "job")), "unknown", "没有写明起止时间"),
        (work(("甲银行", "2022-05", "2020-01", "job")), "unknown", "没有写明起止时间"),
        # what is to come does not count
        (work(("甲银行", "2026-01", "2030-01", "job")), "fail", "0.9 年"),
        (work(), "unknown", "没有读到工作经历"),
    ],
)  # fmt: skip
def test_years_are_counted_and_never_made_up(resume: dict[str, Any], verdict: str, value: str) -> None:
    found = ask(THREE_YEARS, resume)
    assert (found.verdict, value in found.value["zh"]) == (verdict, True), found.value


def test_degrees_still_studied_for_and_levels_not_printed() -> None:
    studying = {"education": [{"school": "甲大学", "degree": "硕士", "degree_level": "master",
                               "start": "2025-09", "end": "2027-06", "current": False}]}  # fmt: skip
    master = {**DEGREE, "at_least": "master"}
    assert ask(master, studying).verdict == "unknown"
    assert ask({**master, "studying_counts": True}, studying).verdict == "pass"
    unclear = {"education": [{"school": "甲大学"}, {"school": "乙中学", "degree_level": "high_school"}]}
    assert ask(DEGREE, unclear).verdict == "unknown"
    unsure = {"education": [{"degree": "本科", "degree_level": "bachelor"}],
              "spans": {"education[0].degree": {"line": 3, "confidence": 0.4, "text": "本料"}}}  # fmt: skip
    assert ask(DEGREE, unsure).verdict == "unknown"


def test_groups_keep_what_is_open_open() -> None:
    both = {"kind": "all", "tests": [DEGREE, FINANCE]}
    either = {"kind": "any", "tests": [FINANCE, THREE_YEARS]}
    assert [ask(both, one).verdict for one in (TELLER, PROGRAMMER, BARE)] == ["pass", "fail", "unknown"]
    assert [ask(either, one).verdict for one in (TELLER, PROGRAMMER, BARE)] == ["pass", "fail", "unknown"]
    said = sentence(building.check_test(both, lists.catalogue()), lists.catalogue())
    assert said["zh"] == "本科及以上学历，且金融类专业"
    assert said["en"] == "degree at least bachelor, and a major in finance"


@pytest.mark.parametrize(
    "test",
    [
        *({"kind": kind} for kind in sorted(building.FORBIDDEN)),
        *({"kind": "words", "any_of": [word]} for word in
          ("未婚", "已育", "35岁以下", "男性", "女生", "汉族", "中共党员", "本地户籍", "身高170", "married",
           "985", "双一流", "北京大学", "佛教", "female")),
    ],
)  # fmt: skip
def test_what_the_law_shields_cannot_be_asked(test: dict[str, Any]) -> None:
    with pytest.raises(InvalidError) as caught:
        building.check_test(test, lists.catalogue())
    assert caught.value.code == "rule_not_permitted"


@pytest.mark.parametrize(
    ("test", "code"),
    [
        ({**SCHOOL, "justification": "好学校"}, "justification_needed"),
        ({"kind": "degree", "at_least": "genius", "studying_counts": False}, "rules_invalid"),
        ({"kind": "degree", "at_least": "bachelor"}, "rules_invalid"),
        ({**DEGREE, "age": 30}, "rules_invalid"),
        ({**THREE_YEARS, "years": 0.3}, "rules_invalid"),
        ({"kind": "any", "tests": [DEGREE]}, "rules_invalid"),
        ({"kind": "all", "tests": [DEGREE, {"kind": "gap", "months": 3}]}, "rules_invalid"),
        ({"kind": "words", "any_of": []}, "rules_invalid"),
        ("degree", "rules_invalid"),
    ],
)
def test_what_cannot_be_is_refused(test: Any, code: str) -> None:
    with pytest.raises(InvalidError) as caught:
        building.checked({"rules": [{"need": "required", "test": test}]}, lists.catalogue())
    assert caught.value.code == code


def test_every_job_starts_with_rules_that_hold() -> None:
    for key in ("teller", "relationship-manager", "wealth-manager", "credit-officer", "credit-card-service",
                "risk-control", "technology", "retail"):  # fmt: skip
        body = lists.defaults(key)
        assert body["rules"]
        assert body == building.checked(body, lists.catalogue())
    assert lists.defaults("no-such-job") == {"rules": [], "hold_below": None}


def test_an_outcome_never_ends_anything() -> None:
    catalogue = lists.catalogue()
    body = building.checked(
        {"rules": [{"need": "required", "test": DEGREE}, {"need": "desired", "test": FINANCE},
                   {"need": "desired", "test": {"kind": "gap", "months": 6}}], "hold_below": 30},
        catalogue,
    )  # fmt: skip

    def outcome(resume: str, score: float | None = 80, warnings: tuple[str, ...] = ()) -> deciding.Decided:
        read = Read(parsed(resume), TODAY, {})
        judged = deciding.judge_all(body, read, catalogue)
        return deciding.decide(judged, score=score, hold_below=body["hold_below"], warnings=warnings)

    passed = outcome(TELLER)
    assert (passed.outcome, passed.reasons, len(passed.questions)) == ("pass", (), 1)
    assert outcome(PROGRAMMER).outcome == "reject_proposed"
    assert [r.code for r in outcome(BARE).reasons] == ["rule_open"]
    assert [r.code for r in outcome(TELLER, score=12).reasons] == ["low_match"]
    assert [r.code for r in outcome(TELLER, warnings=("instruction", "ocr")).reasons] == ["instruction"]
    assert outcome(TELLER, score=None).outcome == "pass"


def test_lines_with_hidden_words_or_orders_count_for_nothing() -> None:
    secret = "精通票据业务和国际结算全流程"
    whole = parsed(TELLER)
    whole["lines"].append({"number": 99, "text": secret, "section": "work"})
    found = ask({"kind": "words", "any_of": ["票据"]}, whole)
    assert found.verdict == "pass"
    whole["warnings"] = [{"kind": "hidden_text", "message": "white", "text": secret}]
    assert ask({"kind": "words", "any_of": ["票据"]}, whole).verdict == "fail"
    assert resumes.facts(None, whole).barred == {99}


def test_a_surge_begins_and_ends_with_room_between() -> None:
    plan = surging.DEFAULT
    assert [surging.begins(plan, n, running=False) for n in (199, 200)] == [False, True]
    assert [surging.ends(plan, n, running=True) for n in (100, 99)] == [False, True]
    assert not surging.begins(plan, 500, running=True)
    from decimal import Decimal

    weights = {"service": Decimal(35), "care": Decimal(30), "knowledge": Decimal(25), "talk": Decimal(10)}
    assert surging.core(weights) == ("service", "care")
    assert surging.core(weights, 30) == ("service",)
    assert surging.core(weights, 100) == ("service", "care", "knowledge", "talk")
    late = replace(plan, calm_percent=10)
    assert [surging.ends(late, n, running=True) for n in (20, 19)] == [False, True]
    for wrong in ({"threshold": 0}, {"advance_from": 200}, {"core_share": 0}, {"calm_percent": 101}):
        with pytest.raises(InvalidError):
            replace(plan, **wrong)
