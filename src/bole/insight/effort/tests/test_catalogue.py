"""Every verb the program can write belongs to one activity; figures follow from counts."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bole.insight.effort import rules
from bole.insight.effort.rules import Acts, Catalogue
from bole.kernel.errors import InvalidError

PACKAGE = Path(__file__).resolve().parents[3]
TABLE = tomllib.loads((PACKAGE.parents[1] / "library/effort/actions.toml").read_text(encoding="utf-8"))
CATALOGUE = Catalogue(TABLE)
VERB = re.compile(r"[a-z_]+(\.[a-z_]+){2,}")
ANY = "x"  # what a verb written with a blank may end in


def written() -> Iterator[tuple[str, str]]:
    """Verbs in the program's own code, with the file: literals, and f-strings with ``ANY`` in the blanks."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if "tests" in path.parts or "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                yield from (
                    (verb, path.name) for one in node.keywords if one.arg == "verb" for verb in _of(one)
                )


def _of(argument: ast.keyword) -> Iterator[str]:
    found = argument.value
    if isinstance(found, ast.Constant) and isinstance(found.value, str):
        yield found.value
    if isinstance(found, ast.JoinedStr):
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else ANY for part in found.values)


def known() -> Iterator[tuple[str, str]]:
    """Verbs the audit pages have words for."""
    path = PACKAGE / "foundation/audit/words.py"
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and VERB.fullmatch(str(node.value)):
            yield str(node.value), path.name


def test_every_verb_has_an_activity() -> None:
    verbs = [*written(), *known()]
    assert len(verbs) > 200
    assert {one for one in verbs if CATALOGUE.activity_of(one[0]) == rules.NONE} == set()


def test_the_longest_entry_decides() -> None:
    assert {
        verb: CATALOGUE.activity_of(verb)
        for verb in (
            "hiring.assessment.report.viewed",
            "hiring.assessment.report.overridden",
            "hiring.pipeline.application.declined",
            "hiring.pipeline.application.reminded",
            "files.file.opened",
            "files.file.stored",
            "hiring.calibration.rate.set",
            "nothing.of.this",
        )
    } == {
        "hiring.assessment.report.viewed": "looking",
        "hiring.assessment.report.overridden": "rating",
        "hiring.pipeline.application.declined": "deciding",
        "hiring.pipeline.application.reminded": "moving",
        "files.file.opened": "looking",
        "files.file.stored": "upkeep",
        "hiring.calibration.rate.set": "quality",
        "nothing.of.this": rules.NONE,
    }


def test_titles_are_in_both_languages_and_targets_name_measures() -> None:
    assert all(set(one.title) == {"zh", "en"} and all(one.title.values()) for one in CATALOGUE.activities)
    assert len({one.measure for one in CATALOGUE.targets}) == len(CATALOGUE.targets) == 4


def broken(**more: Any) -> dict[str, Any]:
    activity = {
        "key": "a",
        "kind": "judging",
        "first_round": False,
        "title": {"zh": "一", "en": "one"},
        "verbs": ["a."],
    }
    return {"version": 1, "targets": [], "activities": [activity, {**activity, "key": "b", **more}]}


@pytest.mark.parametrize(
    ("more", "code"),
    [({}, "effort_twice"), ({"verbs": [], "key": "a"}, "effort_twice"), ({"kind": "fun"}, "effort_kind")],
)
def test_a_broken_catalogue_is_refused(more: dict[str, Any], code: str) -> None:
    with pytest.raises(InvalidError) as refused:
        Catalogue(broken(**more))
    assert refused.value.code == code


COUNTED = {
    "inviting": Acts(by_hand=30, automatic=70),
    "moving": Acts(by_hand=10, automatic=90),
    "deciding": Acts(by_hand=20),
    "shaping_jobs": Acts(by_hand=10),
    "looking": Acts(by_hand=50),
    "upkeep": Acts(by_hand=999, automatic=999),
    rules.NONE: Acts(by_hand=999),
}


def test_shares_leave_upkeep_and_the_unknown_out() -> None:
    assert rules.transactional_share(CATALOGUE, COUNTED) == rules.Share(40, 120)
    assert rules.automatic_share(CATALOGUE, COUNTED) == rules.Share(160, 200)
    assert rules.first_round(CATALOGUE, COUNTED) == 110
    assert rules.lookups(CATALOGUE, COUNTED) == (50, 20)
    assert rules.Share(0, 0).percent is None


def test_minutes_are_the_banks_own_or_none() -> None:
    assert rules.minutes(CATALOGUE, COUNTED, {}) is None
    assert rules.minutes(CATALOGUE, COUNTED, {"duplicates": 3.0, "upkeep": 9.0}) is None  # no acts, no work
    found = rules.minutes(CATALOGUE, COUNTED, {"inviting": 4.0, "deciding": 6.0})
    assert found is not None
    assert (found.transactional, found.judging, found.hours, found.share) == (120, 120, 4.0, 50.0)
    assert found.covered == rules.Share(50, 120)


def test_a_change_needs_something_before() -> None:
    assert [rules.change(12, 10), rules.change(5, 10), rules.change(5, 0), rules.change(None, 5)] == [
        20, -50, None, None,
    ]  # fmt: skip
    assert rules.ratio(3, 0) is None
