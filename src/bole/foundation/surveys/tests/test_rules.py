"""What a survey may hold, what a sheet must hold, and what is shown of few answers."""

from typing import Any

import pytest

from bole.foundation.surveys import rules
from bole.kernel.errors import InvalidError


def question(key: str, kind: str = "scale", **more: Any) -> dict[str, Any]:
    return {"key": key, "kind": kind, "text": {"zh": "问题", "en": "Question"}, **more}


def body(*questions: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"title": {"zh": "问卷", "en": "Survey"}, "questions": list(questions), **more}


TWO = ({"zh": "是", "en": "yes"}, {"zh": "否", "en": "no"})
THINGS = [{"key": "teller-complaint", "version": "1.1.0"}, {"key": "teamwork-experience", "version": "1"}]


@pytest.mark.parametrize(
    ("given", "field", "code"),
    [
        (body(), "questions", "out_of_range"),
        (body(*[question(f"q{n}") for n in range(31)]), "questions", "out_of_range"),
        ({**body(question("a")), "title": {"zh": " "}}, "title", "required"),
        (body(question("a"), question("a")), "q0", "key"),
        (body(question("A B")), "q0", "key"),
        (body(question("a", "stars")), "q0", "kind"),
        (body(question("a", text={"zh": "", "en": "x"})), "q0", "text"),
        (body(question("a", "choice", options=[{"zh": "是"}])), "q0", "options"),
        (body(question("a", "choice", options=[{"zh": "是"}, {"zh": ""}])), "q0", "options"),
    ],
)
def test_a_body_that_cannot_be_asked_is_refused_and_says_where(given: Any, field: str, code: str) -> None:
    with pytest.raises(InvalidError) as refused:
        rules.check_body(given)
    assert refused.value.fields[field] == code


def test_a_question_of_each_thing_is_asked_once_per_thing() -> None:
    kept = rules.check_body(body(question("a", required=True), question("b", each=True)))
    names = [name for name, _, _ in rules.sheet(kept, THINGS)]
    assert names == ["a", "b.0", "b.1"]
    found = rules.read_answers(kept, THINGS, {"a": "5", "b.1": "2", "b.7": "1", "strange": "3"})
    assert [(one.question, one.thing, one.value) for one in found] == [
        ("a", "", 5),
        ("b", "teamwork-experience", 2),
    ]


@pytest.mark.parametrize(
    ("given", "problems"),
    [
        ({"b": "1"}, {"a": "required"}),
        ({"a": "0"}, {"a": "unknown"}),
        ({"a": "6"}, {"a": "unknown"}),
        ({"a": "٣"}, {"a": "unknown"}),
        ({"a": "-1", "b": "3"}, {"a": "unknown", "b": "unknown"}),
    ],
)
def test_a_sheet_with_a_missing_or_impossible_answer_is_refused(given: Any, problems: Any) -> None:
    kept = rules.check_body(body(question("a", required=True), question("b", "choice", options=TWO)))
    with pytest.raises(InvalidError) as refused:
        rules.read_answers(kept, [], given)
    assert refused.value.fields == problems


def test_few_answers_say_nothing() -> None:
    assert rules.spread([5, 5, 5, 5], 5, scale=True) == rules.Spread(4, (), None, None)
    found = rules.spread([1, 4, 5, 5, 5], 5, scale=True)
    assert (found.n, found.counts, found.mean, found.good) == (5, (1, 0, 0, 1, 3), 4.0, 0.8)


def test_a_small_group_is_never_the_difference_between_what_is_shown() -> None:
    assert rules.shown_groups({"a": 9, "b": 12}) == {"a", "b"}
    assert rules.shown_groups({"a": 9, "b": 12, "c": 2}) == {"b"}  # else c would be the rest
    assert rules.shown_groups({"a": 9, "b": 12, "c": 3, "d": 4}) == {"a", "b"}  # seven in the rest
    assert rules.shown_groups({"a": 9, "c": 2}) == frozenset()


def test_anonymous_sheets_count_in_whole_fives() -> None:
    assert [rules.countable(True, n) for n in (4, 5, 9, 10)] == [0, 5, 5, 10]
    assert rules.countable(False, 9) == 9
