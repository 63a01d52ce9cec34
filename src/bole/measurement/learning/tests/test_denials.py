"""What the typed rater takes for a denial: labelled pairs, and things compared the wrong way round."""

import tomllib
from collections.abc import Iterator

import pytest

from bole.measurement.frameworks.loading import library_dir
from bole.measurement.learning.raw import rate

FLOORS = {"zh": (0.95, 0.6), "en": (0.9, 0.6)}  # precision, recall


def pairs(language: str) -> Iterator[tuple[bool, bool, str]]:
    """Labelled against, found against, which."""
    path = library_dir() / "labelled" / "denials.toml"
    for group in tomllib.loads(path.read_text(encoding="utf-8"))["groups"]:
        if group["language"] == language:
            for label in ("against", "beside"):
                for answer in group[label]:
                    raw = rate(group["question"], (group["point"],), answer, language)
                    yield label == "against", raw.denied > 0, f"{group['point']} | {answer}"


@pytest.mark.parametrize("language", FLOORS)
def test_denials_are_seen_and_remedies_are_none(language: str) -> None:
    found = list(pairs(language))
    hits = sum(label and seen for label, seen, _ in found)
    precision = hits / max(1, sum(seen for _, seen, _ in found))
    recall = hits / sum(label for label, _, _ in found)
    assert precision >= FLOORS[language][0], [w for label, seen, w in found if label != seen]
    assert recall >= FLOORS[language][1]


COMPARED = "What is the difference between a lease and a loan?"
POINTS = ("With a lease the object belongs to the lender; with a loan the borrower owns what he buys.",)


def test_things_compared_the_wrong_way_round_are_denied() -> None:
    wrong = "With a loan the object belongs to the lender; with a lease the borrower owns what he buys."
    right = "With a lease the object belongs to the lender; with a loan the borrower owns what he buys."
    one = "With a loan the object belongs to the lender."
    told = {text: rate(COMPARED, POINTS, text, "en") for text in (wrong, right, one)}
    assert "contradiction" in told[wrong].flags
    assert told[right].denied == told[one].denied == 0
    assert told[wrong].value < 0.2 * told[right].value
