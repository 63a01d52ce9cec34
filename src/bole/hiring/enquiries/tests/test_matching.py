"""When an entry answers: near one of its phrasings, far from everything else."""

import numpy as np

from bole.hiring.enquiries import matching

AXES = np.eye(8, dtype=np.float32)
EXAMPLES = matching.Examples(
    ("bring", "bring", "when", matching.PEOPLE),
    np.stack([AXES[0], (AXES[0] + AXES[1]) / np.sqrt(2), AXES[2], AXES[3]]).astype(np.float32),
)


def mixed(*parts: tuple[int, float]) -> np.ndarray:
    made = sum(weight * AXES[at] for at, weight in parts)
    return np.asarray(made / np.linalg.norm(made), dtype=np.float32)


def test_a_phrasing_is_answered_by_its_entry() -> None:
    found = matching.ranked(AXES[2], EXAMPLES)
    assert found[0].key == "when"
    assert found[0].score > 0.8
    assert matching.sure(found) == found[0]


def test_what_lies_between_two_entries_goes_to_a_person() -> None:
    assert matching.sure(matching.ranked(mixed((0, 1), (2, 1)), EXAMPLES)) is None


def test_what_only_people_answer_goes_to_a_person_however_near() -> None:
    found = matching.ranked(mixed((3, 1), (0, 0.2)), EXAMPLES)
    assert found[0].key == matching.PEOPLE
    assert matching.sure(found) is None


def test_what_is_near_nothing_and_a_bank_without_answers() -> None:
    assert matching.sure(matching.ranked(AXES[7], EXAMPLES)) is None
    assert matching.ranked(AXES[7], matching.Examples((), np.zeros((0, 8), np.float32))) == []
    assert matching.sure([]) is None
