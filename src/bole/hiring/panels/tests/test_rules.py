"""Pure: the rules file, facts, which questions fire and what is told of them, cards, clocks."""

import copy
import tomllib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bole.hiring.panels.rules import book, building, cards, clocks, facts
from bole.kernel.errors import ConflictError, InvalidError

LIBRARY = Path(__file__).parents[5] / "library"
FILE: dict[str, Any] = tomllib.loads((LIBRARY / "panels" / "rules.toml").read_text(encoding="utf-8"))
BOOK = book.read(FILE)
CORE = book.read_core(tomllib.loads((LIBRARY / "panels" / "core.toml").read_text(encoding="utf-8")))
TODAY = date(2026, 11, 20)
LABELS = {"communication": {"zh": "沟通能力", "en": "Communication"}}
NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)


def body(text: str = "", structure: float = 82.0, **more: Any) -> dict[str, Any]:
    """A report of one answer."""
    rating = {"competency": "structure", "kind": "criterion", "score": structure}
    return {
        "language": "zh",
        "portrait": {"pass_mark": 60},
        "answers": [{"result": {"transcript": {"text": text}, "ratings": [rating]}}],
        "competencies": [
            {"competency": "communication", "weight": 30, "score": 75.0, "sem": 4.0, "evidence": [{}, {}, {}]}
        ],
        "flags": [],
        **more,
    }


INSISTING = "他必须按我说的做，没得商量，一定要今天交。" * 12
INVITING = "我请问大家觉得怎样，一起商量，您看可以吗。" * 12


def keys(report: dict[str, Any] | None, resume: dict[str, Any] | None = None) -> list[str]:
    found = building.fired(BOOK, report, facts.of_resume(resume, TODAY), LABELS)
    return [one.rule.key for one in found]


@pytest.mark.parametrize(
    ("report", "fires"),
    [
        (body(INSISTING), True),
        (body(INSISTING, structure=69.9), False),
        (body(INVITING), False),
        (body(INSISTING[:100]), False),  # too little said to count words
    ],
    ids=["insisting", "weak logic", "inviting", "short"],
)
def test_strong_logic_with_insisting_words_adds_the_teamwork_scene(
    report: dict[str, Any], fires: bool
) -> None:
    assert ("logic-insisting" in keys(report)) is fires


def test_a_reason_carries_the_values_that_made_the_rule_fire() -> None:
    found = building.extras(building.fired(BOOK, body(INSISTING), {}, LABELS), 6)
    (reason,) = found[0]["reasons"]
    assert found[0]["competency"] == "teamwork"
    assert reason["values"]["structure"] == 82.0
    assert "82 分" in reason["words"]["zh"]
    texts = [*reason["words"].values(), *found[0]["text"].values()]
    assert not [text for text in texts if "{" in text]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"score": None}, ["not-scored"]),
        ({"evidence": [{}, {"kind": "absence"}]}, ["little-evidence"]),
        ({"sem": 10.0}, ["uncertain-score"]),
        ({"score": 65.0}, ["near-pass-mark"]),
        ({"score": 65.1}, []),
        ({"score": 60.0, "weight": 19.9}, []),
        ({"evidence": [], "sem": 12.0}, ["little-evidence", "uncertain-score"]),
    ],
)
def test_a_competency_with_little_or_uncertain_evidence_is_probed_once(
    change: dict[str, Any], expected: list[str]
) -> None:
    report = body()
    report["competencies"][0].update(change)
    assert keys(report) == expected
    asked = building.extras(building.fired(BOOK, report, {}, LABELS), 6)
    assert len(asked) == bool(expected)
    assert [reason["rule"] for one in asked for reason in one["reasons"]] == expected
    assert all("沟通能力" in one["text"]["zh"] for one in asked)


def job(employer: str, start: str, end: str | None, kind: str = "job") -> dict[str, Any]:
    return {"employer": employer, "start": start, "end": end, "current": end is None, "kind": kind}


@pytest.mark.parametrize(
    ("work", "expected"),
    [
        ([job("甲", "2020-01", "2025-03"), job("乙", "2025-09", None)], []),  # five months open
        ([job("甲", "2020-01", "2025-02"), job("乙", "2025-09", None)], ["employment-gap"]),
        ([job("甲", "2025-06", "2025-09"), job("乙", "2025-10", "2026-01"), job("丙", "2026-02", None)],
         ["frequent-moves"]),
        ([job("甲", "2025-06", "2025-09"), job("甲", "2025-10", "2026-01"), job("丙", "2026-02", None)],
         ["short-stays"]),  # the same employer twice is one
        ([job("甲", "2025-06", "2025-09"), job("乙", "2025-10", "2026-01", "internship"),
          job("丙", "2026-02", None)], []),
        ([job("甲", "", "2020-01"), job("乙", "2025-09", None)], []),  # dates missing: nothing is said
    ],
)  # fmt: skip
def test_gaps_and_moves_of_a_resume(work: list[dict[str, Any]], expected: list[str]) -> None:
    assert keys(None, {"work": work, "education": []}) == expected


def test_core_questions_are_the_same_for_everybody_of_a_portrait() -> None:
    weights = {"communication": 10, "teamwork": 35, "own_thing": 35}
    labels = {key: {"zh": key, "en": key} for key in weights}
    one = building.core_questions(CORE, weights, labels, 6)
    assert [q["competency"] for q in one] == ["own_thing", "teamwork", "communication"]
    assert "own_thing" in one[0]["text"]["zh"]  # nobody wrote a question for it
    assert one == building.core_questions(CORE, dict(reversed(weights.items())), labels, 6)
    assert len(building.core_questions(CORE, weights, labels, 2)) == 2


def test_every_competency_of_the_library_has_a_core_question() -> None:
    assert {one.stem for one in (LIBRARY / "competencies").glob("*.toml")} == set(CORE.questions)


def test_rebuilding_keeps_what_a_person_did() -> None:
    found = building.extras(building.fired(BOOK, body(INSISTING), {}, LABELS), 6)
    before = copy.deepcopy(found)
    before[0].update(text={"zh": "我的话", "en": "我的话"}, edited=True, removed=True)
    before.append({"id": "own-1", "part": "own", "removed": False})
    after = building.merged(found, before)
    assert after[0]["text"]["zh"] == "我的话"
    assert after[0]["removed"]
    assert [one["id"] for one in after] == ["logic-insisting", "own-1"]
    assert [one["id"] for one in building.asked(after)] == ["own-1"]
    assert building.merged([], before[:1]) == []  # a rule that no longer fires asks nothing


def test_who_is_blind_reads_no_finding_in_a_reason() -> None:
    resume = {"work": [job("甲", "2020-01", "2024-02"), job("乙", "2025-09", None)], "education": []}
    found = building.extras(building.fired(BOOK, body(INSISTING), facts.of_resume(resume, TODAY), LABELS), 6)
    shown = building.without_findings(found)
    assert [one["text"] for one in shown] == [one["text"] for one in found]
    assert "82" not in str(shown)
    assert "logic-insisting" not in str([one["reasons"] for one in shown])
    assert "2024 年 3 月" in str([one["reasons"] for one in shown])  # the résumé is open to all


@pytest.mark.parametrize(
    "damage",
    [
        lambda d: d.update(extra=1),
        lambda d: d["rule"][0].update(weight=3),
        lambda d: d["rule"][0]["when"][0].update(fact="mood"),
        lambda d: d["rule"][0]["when"][0].update(below=3),
        lambda d: d["rule"][0]["when"][0].pop("at_least"),
        lambda d: d["rule"][0].update(when=[]),
        lambda d: d["rule"][0].update(reason={"zh": "只有中文"}),
        lambda d: d["rule"][0].update(reason={"zh": "{score}", "en": "{score}"}),
        lambda d: d["rule"].append(d["rule"][0]),
        lambda d: d["rule"][-1].update(each="competency"),
        lambda d: d["rule"][0].update(source="gossip"),
        lambda d: d["clock"].update(again_hours=2),
        lambda d: d["limits"].update(core=True),
        lambda d: d.update(format="bole.panel-rules/2"),
    ],
)
def test_a_damaged_rules_file_is_refused(damage: Any) -> None:
    data = copy.deepcopy(FILE)
    damage(data)
    with pytest.raises(InvalidError) as refused:
        book.read(data)
    assert refused.value.code == "panel_rules"


ASKED = ["a", "b"]
WORDS = {"evidence": "当场给出三步办法", "note": ""}


@pytest.mark.parametrize(
    ("entries", "problems"),
    [
        ({"a": {"level": 3}, "b": {"level": None}}, {}),
        ({"a": {"level": 3}}, {"b": "required"}),
        ({"a": {"level": 5}, "b": {"level": 3}}, {"a": "evidence"}),
        ({"a": {"level": 5, **WORDS}, "b": {"level": 3}}, {}),
        ({"a": {"level": 5, "evidence": "  "}, "b": {"level": 3}}, {"a": "evidence"}),
        ({"a": {"level": None}, "b": {"level": None}}, {"a": "required", "b": "required"}),
    ],
)
def test_a_complete_card(entries: dict[str, Any], problems: dict[str, str]) -> None:
    levels, words = cards.clean_draft(entries, ASKED)
    found: dict[str, str] = {}
    try:
        cards.check_complete(levels, words, ASKED, BOOK.evidence_for)
    except InvalidError as error:
        found = error.fields
    assert found == problems


@pytest.mark.parametrize("entries", [{"a": {"level": 0}}, {"a": {"level": 6}}, {"x": {"level": 3}}])
def test_nonsense_is_not_kept_even_as_a_draft(entries: dict[str, Any]) -> None:
    with pytest.raises(InvalidError):
        cards.clean_draft(entries, ASKED)


def test_spread_consensus_and_score() -> None:
    found = cards.spreads([{"a": 2, "b": 4}, {"a": 4, "b": 3}, {"a": None, "b": 4}], ASKED)
    assert [(one.low, one.high, one.mean, one.apart) for one in found] == [
        (2, 4, 3.0, True),
        (3, 4, 3.67, False),
    ]
    assert cards.agreed(found, {})[1] == ["a"]
    levels, open_ones = cards.agreed(found, {"a": 4.0})
    assert open_ones == []
    assert cards.total(levels, {"a": 60, "b": 40}) == 71.7  # (60·75 + 40·66.8) / 100
    assert cards.total({"a": None, "b": 3}, {"a": 26, "b": 74}) is None
    assert cards.total({"a": None, "b": 3}, {"a": 25, "b": 75}) == 50.0


@given(st.lists(st.fixed_dictionaries({"a": st.sampled_from([None, 1, 2, 3, 4, 5])}), min_size=1, max_size=8))
def test_the_order_of_members_changes_nothing(given_cards: list[dict[str, Any]]) -> None:
    (one,), (other,) = (
        cards.spreads(given_cards, ["a"]),
        cards.spreads(list(reversed(given_cards)), ["a"]),
    )
    assert (one.low, one.high, one.mean, one.apart) == (other.low, other.high, other.mean, other.apart)
    assert one.mean is None or one.low <= one.mean <= one.high  # type: ignore[operator]  # both set then


@pytest.mark.parametrize(("state", "to"), [("closed", "open"), ("open", "closed"), ("cancelled", "revealed")])
def test_steps_that_do_not_follow(state: str, to: str) -> None:
    with pytest.raises(ConflictError):
        cards.move(state, to)


def test_moments_count_from_the_appointment_else_from_the_opening() -> None:
    plain = clocks.moments(BOOK.clock, NOW, None, None)
    assert plain.due_at == NOW + timedelta(hours=24)
    assert plain.material_at is None
    starts = NOW + timedelta(days=3)
    dated = clocks.moments(BOOK.clock, NOW, starts, starts + timedelta(hours=1))
    assert dated.remind_at == starts + timedelta(hours=21)
    assert dated.remind_at <= dated.due_at
    assert dated.material_at == starts - timedelta(hours=24)
    soon = NOW + timedelta(hours=2)
    assert clocks.moments(BOOK.clock, NOW, soon, soon).material_at == NOW
