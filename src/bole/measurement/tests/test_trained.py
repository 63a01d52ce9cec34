"""A bank's own rater: allowed only where it is better on answers kept back, and named wherever it rates."""

import random
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from bole.kernel.errors import InvalidError
from bole.measurement import api, trained
from bole.measurement.reporting.compiling import compile_report
from bole.measurement.scoring import trained as replacing
from bole.measurement.tests.rating import rated
from bole.measurement.trained import Example, Fitted, Marked, Trained

KEY, COMPETENCY = "teller-complaint", "service_orientation"


@cache
def marked() -> tuple[Marked, ...]:
    """Forty made-up answers of 0 to 5 points; people mark by the number of points, the rules guess."""
    source, question = random.Random(3), api.load_question(KEY)
    words, points = trained.asked(question, "zh")
    found = []
    for number in range(40):
        count = number % 6
        chosen = source.sample(question.points, count)
        said = "。".join(source.choice(one.phrasings["zh"]) for one in chosen) or "我会耐心一点，好好跟他说。"
        mark = count / 5
        marks = (mark, min(1.0, mark + 0.05))
        example = Example(words, points, f"{said}。", sum(marks) / 2, "zh")
        found.append(Marked(example, f"p{number}", marks, source.random()))
    return tuple(found)


@cache
def figures() -> dict[str, Any]:
    return trained.compare(marked())


@cache
def rater() -> Fitted:
    return trained.fit_examples([one.example for one in marked()])


def test_better_than_rules_that_guess_with_everything_said() -> None:
    found = figures()
    assert (found["answers"], found["people"]) == (40, 40)
    assert found["better"]
    assert found["reasons"] == []
    assert found["error_gain"]["interval"][0] > 0
    assert found["trained"]["r"] > found["rules"]["r"]
    assert found["between_people"]["n"] == 40
    assert found["between_people"]["icc"] > 0.9


def test_not_allowed_where_the_rules_agree_with_people_already() -> None:
    perfect = [replace(one, rules=one.example.mark) for one in marked()[:30]]
    found = trained.compare(perfect)
    assert not found["better"]
    assert found["reasons"] == ["not_beyond_chance"]
    assert found["error_gain"]["value"] < 0


def test_the_order_of_the_answers_has_no_say() -> None:
    assert trained.compare(marked()[::-1]) == figures()


def test_too_few_answers_and_one_person_alone_are_refused() -> None:
    with pytest.raises(InvalidError):
        trained.compare(marked()[:29])
    with pytest.raises(InvalidError):
        trained.compare([replace(one, person="p") for one in marked()])


def test_the_file_is_the_rater() -> None:
    again = trained.from_bytes(trained.to_bytes(rater()))
    one = marked()[5].example
    asked = (one.question, one.points, one.answer, one.language)
    assert again(*asked) == rater()(*asked)


def card(text: str) -> dict[str, Any]:
    return rated(KEY, "zh", text)


def test_a_rating_by_it_names_it_keeps_the_rules_and_still_adds_up() -> None:
    text = marked()[11].example.answer
    before, question = card(text), api.load_question(KEY)
    after = trained.with_trained(before, question, {COMPETENCY: Trained(3, "a" * 64, rater())})
    row = next(r for r in after["ratings"] if r["competency"] == COMPETENCY)
    old = next(r for r in before["ratings"] if r["competency"] == COMPETENCY)
    assert row["rater"] == {"kind": "trained", "version": 3, "sha256": "a" * 64}
    assert row["rules"]["score"] == old["score"]
    assert row["sem_basis"] == "measured"
    assert sum(e["points"] for e in row["evidence"]) == pytest.approx(row["score"], abs=0.15)
    assert all(e["quote"] in text for e in row["evidence"] if e["quote"])
    assert after["provenance"]["raters"] == {COMPETENCY: "a" * 64}
    assert after["provenance"]["hash"] != before["provenance"]["hash"]
    others = [r for r in after["ratings"] if r["competency"] != COMPETENCY]
    assert others == [r for r in before["ratings"] if r["competency"] != COMPETENCY]
    assert before == card(text)  # what stood is not touched


def test_what_would_raise_it_is_scored_again_by_the_same_rater() -> None:
    question = api.load_question(KEY)
    for one in marked()[6:18]:
        after = trained.with_trained(
            card(one.example.answer), question, {COMPETENCY: Trained(1, "b", rater())}
        )
        row = next(r for r in after["ratings"] if r["competency"] == COMPETENCY)
        if row.get("rater") and row["raise"]:
            assert row["raise"]["score"] > row["score"]


def test_without_a_rater_or_with_one_that_abstains_the_rules_stand() -> None:
    text, question = marked()[11].example.answer, api.load_question(KEY)
    assert trained.with_trained(card(text), question, {}) == card(text)

    class Unsure:
        def __call__(self, *_given: Any) -> dict[str, Any]:
            return {"score": 1.0, "low": 0.0, "high": 1.0, "abstain": True, "evidence": []}

    unsure = Trained(1, "c", Unsure())  # type: ignore[arg-type]  # stands in for one that abstains
    assert replacing.with_trained(card(text), question, {COMPETENCY: unsure}) == card(text)


def test_a_report_takes_the_replaced_score() -> None:
    text, question = marked()[11].example.answer, api.load_question(KEY)
    made = trained.with_trained(card(text), question, {COMPETENCY: Trained(1, "d" * 64, rater())})
    row = next(r for r in made["ratings"] if r["competency"] == COMPETENCY)
    body = compile_report(
        portrait={
            "key": "teller",
            "version": 1,
            "pass_mark": 75.0,
            "weights": {COMPETENCY: 100},
            "labels": {COMPETENCY: {"zh": "服务意识", "en": "Service"}},
        },
        guide={},
        answers=[
            {
                "question_key": KEY,
                "ordinal": 1,
                "answer_id": "x",
                "kind": "typed",
                "prompt": {},
                "result": made,
            }
        ],
        law="default",
        language="zh",
        anchors={},
        measured={},
    )
    assert body["competencies"][0]["score"] == row["score"]
