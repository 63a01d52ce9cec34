"""Words from evidence only; edits stay true; clocks and dates."""

import json
import tomllib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bole.hiring.feedback import rules
from bole.kernel.errors import InvalidError
from bole.kernel.workdays import Due

ROOT = Path(__file__).resolve().parents[5]
WORDS = tomllib.loads((ROOT / "library" / "feedback" / "default.toml").read_text(encoding="utf-8"))
NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)


def card(key: str, score: float | None, weight: float = 25.0, **more: Any) -> dict[str, Any]:
    quote = {
        "kind": "quote",
        "points": 20.0,
        "quote": "我会向客户道歉",
        "indicators": ["customer:empathy", "point:apologise"],
        "labels": [{"zh": "理解客户", "en": "Understands"}, {"zh": "道歉", "en": "Apologises"}],
    }
    return {
        "competency": key,
        "label": {"zh": key, "en": key},
        "weight": weight,
        "score": score,
        "evidence": [quote],
        "raise": {"text": {"zh": "说明怎么跟进。", "en": "Say how you follow up."}},
        **more,
    }


def drafted(*cards: dict[str, Any], language: str = "zh", **scores: float) -> dict[str, Any]:
    body = {"portrait": {"pass_mark": 75.0}, "competencies": list(cards)}
    return rules.draft(body, WORDS[language], language=language, name="林小禾", job="综合柜员", scores=scores)


@pytest.mark.parametrize(
    ("score", "evidence", "kind"),
    [
        (90.0, True, "strong"),
        (75.0, True, "strong"),
        (74.9, True, "fair"),
        (45.0, True, "fair"),
        (44.9, True, "grow"),
        (90.0, False, "grow"),  # no sentence proves it: nothing is praised
        (None, True, "unscored"),
    ],
)
def test_what_is_said_depends_on_score_and_proof(score: float | None, evidence: bool, kind: str) -> None:
    more = {} if evidence else {"evidence": [{"kind": "absence", "points": 0.0}]}
    part = drafted(card("a", score, **more))["parts"][0]
    assert part["kind"] == kind
    assert bool(part["quotes"]) == (evidence and kind != "unscored")


def test_concrete_by_the_rubrics_words_and_the_candidates_own() -> None:
    found = drafted(card("b", 50.0, 20.0), card("a", 90.0, 40.0))
    assert [one["key"] for one in found["parts"]] == ["a", "b"]  # the heaviest first
    assert "道歉" in found["parts"][0]["text"]
    assert found["parts"][0]["quotes"] == ["我会向客户道歉"]
    assert "说明怎么跟进。" in found["parts"][1]["text"]
    english = drafted(card("a", 50.0), language="en")["parts"][0]["text"]
    assert "Apologises" in english
    assert "Say how you follow up." in english


def test_what_a_person_set_goes_before_the_machine() -> None:
    assert drafted(card("a", 90.0), a=30.0)["parts"][0]["kind"] == "grow"
    assert drafted(card("a", None), a=90.0)["parts"][0]["kind"] == "strong"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "required"),
        ("  \n", "required"),
        ("x" * 801, "too_long"),
        ("你说「我会当场赔钱」，很好。", "not_said"),
        ('You said "I would pay at once".', "not_said"),
        ("你说“我会当场赔钱”。", "not_said"),
    ],
)
def test_an_edit_cannot_be_empty_long_or_invent_words(text: str, problem: str) -> None:
    with pytest.raises(InvalidError) as caught:
        rules.check_edit(text, ["首先我会向客户道歉，然后了解情况"])
    assert caught.value.fields == {"text": problem}


def test_an_edit_may_quote_what_was_said() -> None:
    text = "你说「我会向客户道歉」，这很好。"
    assert rules.check_edit(f" {text} ", ["首先我会向客户道歉，然后了解情况"]) == text


def test_a_new_draft_keeps_edits_whose_ground_stands() -> None:
    first = drafted(card("a", 90.0), card("b", 50.0))
    edited = rules.edited(rules.edited(first, "a", "新的说法"), "b", "另一种说法")
    after = rules.renewed(edited, drafted(card("a", 90.0), card("b", None)))
    assert rules.wording_of(after, "a") == "新的说法"
    assert rules.wording_of(after, "b") == WORDS["zh"]["unscored"]
    with pytest.raises(InvalidError):
        rules.edited(first, "nobody", "x")


def test_the_date_names_the_working_day_and_says_when_it_is_provisional() -> None:
    sure, reckoned = Due(date(2026, 11, 25), False), Due(date(2027, 1, 6), True)
    told = rules.next_step(WORDS["zh"], outcome="advanced", stage="复试", due=sure, days=3, language="zh")
    assert "复试" in told
    assert "11 月 25 日（周三）" in told
    assert WORDS["zh"]["provisional"] not in told
    late = rules.next_step(WORDS["en"], outcome="open", stage="", due=reckoned, days=3, language="en")
    assert "Wednesday, 6 January" in late
    assert late.endswith(WORDS["en"]["provisional"])
    no = rules.next_step(WORDS["zh"], outcome="declined", stage="", due=sure, days=3, language="zh")
    assert "11 月" not in no


def test_no_place_and_no_score_without_figures() -> None:
    assert rules.place_line(WORDS["zh"], None, "柜员") == ""
    assert rules.score_line(WORDS["zh"], None, 3.0) == ""
    place = {"top": 10.0, "n": 40, "period_from": date(2026, 1, 1), "period_to": date(2026, 11, 1)}
    assert "40 人里，你排在前 10%" in rules.place_line(WORDS["zh"], place, "柜员")


@pytest.mark.parametrize(
    ("hours", "sent", "state"),
    [(0, None, "running"), (17.9, None, "running"), (18, None, "danger"), (24, None, "over"),
     (30, 24, "sent"), (30, 25, "late")],
)  # fmt: skip
def test_the_clock(hours: float, sent: float | None, state: str) -> None:
    due = NOW + timedelta(hours=24)
    sent_at = None if sent is None else NOW + timedelta(hours=sent)
    assert rules.standing(due_at=due, sent_at=sent_at, now=NOW + timedelta(hours=hours)) == state


@pytest.mark.parametrize(
    ("mode", "released", "decided", "planned", "goes"),
    [
        ("decision", False, False, None, False),
        ("decision", False, True, None, True),
        ("released", False, True, None, False),
        ("released", True, False, None, True),
        ("automatic", False, True, 1, False),  # HR has until then to read it
        ("automatic", False, False, 0, True),
        ("automatic", True, False, 1, True),
    ],
)
def test_when_it_goes(mode: str, released: bool, decided: bool, planned: int | None, goes: bool) -> None:
    at = None if planned is None else NOW + timedelta(hours=planned)
    found = rules.goes(mode=mode, planned_at=at, released=released, decided=decided, now=NOW)
    assert found is goes


def test_a_real_report_makes_a_letter_whose_every_quotation_is_in_it() -> None:
    path = ROOT / "src/bole/hiring/assessment/tests/fixtures/report.json"
    body = json.loads(path.read_text(encoding="utf-8"))
    for language in ("zh", "en"):
        found = rules.draft(body, WORDS[language], language=language, name="X", job="Y", scores={})
        heard = "".join(str(a["result"].get("transcript", {}).get("text", "")) for a in body["answers"])
        assert [one["key"] for one in found["parts"]] == sorted(
            body["portrait"]["weights"], key=lambda key: -body["portrait"]["weights"][key]
        )
        for one in found["parts"]:
            assert all(quote in heard for quote in one["quotes"])
            assert "$" not in one["text"]
