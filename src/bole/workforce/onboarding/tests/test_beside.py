"""A degree certificate beside what the background check was told of the degree."""

from typing import Any
from uuid import UUID

import pytest

from bole.hiring.conftest import NOW
from bole.hiring.verification import queries as verification
from bole.hiring.verification.rules.comparing import Point
from bole.kernel.ids import new_id
from bole.workforce.onboarding import presenting
from bole.workforce.onboarding.models import Material

CONFIRMED = {"name": "林小禾", "school": "江州大学", "degree": "bachelor", "graduated_on": "2018-06-30"}


def test_what_was_confirmed_is_set_beside_the_check(monkeypatch: pytest.MonkeyPatch) -> None:
    """The person's confirmation counts before what was read; other documents are set beside nothing."""
    asked: list[Any] = []
    check, person = new_id(), new_id()

    def told(candidate_id: UUID, paper: Any, now: Any) -> Any:
        asked.append((candidate_id, dict(paper), now))
        return check, [
            Point("school", "江州大学", "江州大学成人教育学院", "differs", "other_name"),
            Point("degree", "bachelor", "本科", "same"),
        ]

    monkeypatch.setattr(verification, "degree_beside", told)
    card = Material(kind="degree", candidate_id=person, confirmed=CONFIRMED, read={"school": {"value": "x"}})
    found = presenting.beside_check(card, NOW)
    assert asked == [
        (person, {"school": "江州大学", "degree": "bachelor", "major": "", "end": "2018-06-30"}, NOW)
    ]
    assert found is not None
    assert (found["url"], found["differs"]) == (f"/console/verification/{check}/", True)
    assert [(one["found"], one["same"]) for one in found["rows"]] == [
        ("江州大学成人教育学院", False),
        ("本科", True),
    ]
    assert presenting.beside_check(Material(kind="bank_card", candidate_id=person), NOW) is None
    assert len(asked) == 1
