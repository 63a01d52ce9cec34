"""Which probes follow from what is missing. The same rule and the same maximum for everyone.

Nothing here knows who answered, how busy the machines were, or what the clock says.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import rfc8785

from bole.measurement.frameworks.schema import Question

RULE = "bole.probes/1"


@dataclass(frozen=True, slots=True)
class Given:
    """One core answer. ``values``: part of the rubric (``criterion:KEY`` …) → 0–100 as it was found; a part
    that was not assessed is not there. ``words_sha256``: hash of the final transcript they follow from.
    """

    question_key: str
    ordinal: int
    rubric_sha256: str
    words_sha256: str
    values: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Chosen:
    """A probe to ask: of which question, what lacked evidence, and the words of the library."""

    question_key: str
    probe_key: str
    when: str
    value: float
    below: float
    text: Mapping[str, str]
    label: Mapping[str, str]

    def to_json(self) -> dict[str, Any]:
        """For the stored decision."""
        return asdict(self)


def choose(given: Sequence[Given], questions: Mapping[str, Question], maximum: int) -> tuple[Chosen, ...]:
    """At most ``maximum`` probes, at most one per question, in the order of the questions.

    Where more are wanted, those with the least evidence go first: the larger share of ``below`` that is
    missing, then the earlier question, then the author's order in the rubric.
    """
    wanted = sorted(
        (-_gap(probe.below, answer.values[probe.when]), answer.ordinal, place, answer)
        for answer in given
        for place, probe in enumerate(questions[answer.question_key].probes)
        if answer.values.get(probe.when, 100.0) < probe.below
    )
    taken: dict[int, Chosen] = {}
    for _gap_share, ordinal, place, answer in wanted:
        if len(taken) < maximum and ordinal not in taken:
            taken[ordinal] = _chosen(questions[answer.question_key], place, answer)
    return tuple(taken[ordinal] for ordinal in sorted(taken))


def inputs_sha256(given: Sequence[Given], maximum: int) -> str:
    """SHA-256 (RFC 8785) of all a decision follows from: rule, maximum, rubrics, transcripts, values."""
    rows = [asdict(one) for one in sorted(given, key=lambda one: one.ordinal)]
    return hashlib.sha256(rfc8785.dumps({"rule": RULE, "maximum": maximum, "answers": rows})).hexdigest()


def _gap(below: float, value: float) -> float:
    return (below - value) / below


def _chosen(question: Question, place: int, answer: Given) -> Chosen:
    probe = question.probes[place]
    return Chosen(
        question.key,
        probe.key,
        probe.when,
        answer.values[probe.when],
        probe.below,
        probe.text.to_json(),
        _label(question, probe.when),
    )


def _label(question: Question, when: str) -> dict[str, str]:
    """What lacked evidence, in words: the label of the criterion, point or statement."""
    kind, _, key = when.partition(":")
    if kind == "criterion":
        return question.lexicons.criteria[key].label.to_json()
    rows = question.points if kind == "point" else question.statements
    return next(row.label for row in rows if row.key == key).to_json()
