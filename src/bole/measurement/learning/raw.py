"""The raw score of one answer: word recall, point coverage and meaning, after the defences. No mark is
needed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bole.measurement.learning.bags import shape_of
from bole.measurement.learning.defences import Kept, defend
from bole.measurement.learning.matching import Matches, match
from bole.measurement.learning.meaning import nearness, vectors
from bole.measurement.learning.order import ramp, strewn
from bole.measurement.learning.pasted import pasted
from bole.measurement.learning.reading import Part, Reading, read, script
from bole.measurement.learning.rubric import Rubric, prepare
from bole.measurement.learning.sense import Senses, senses
from bole.measurement.learning.speech import disorder
from bole.measurement.text.pieces import is_small, stopped_tokens

_RECALL, _LOOSE, _MEANING, _WHOLE = 0.14, 0.32, 0.46, 0.08
_LOOSE_FREE, _LOOSE_PER_RECALL = (
    0.1,
    3.0,
)  # single characters count as far as some stand together as they should
_DENIED_MEANING = 2.0  # a denied point takes this share of the meaning back: vectors do not see the denial
_EVIDENCE = 0.12  # least share of a point's words, or …
_EVIDENCE_MEANING = 0.35  # … mapped cosine, that is quoted
_UNREFERENCED = 0.6  # the most an answer can reach when there is nothing to compare it with
_CLOSE = 0.6  # centred cosine with the question that is as near as an answer gets
_ASTRAY = 0.6  # what is taken away from long talk about another subject:
_FOREIGN, _LONG, _SHARED = (0.52, 0.62), (8, 16), (0.07, 0.22)  # nearness of own words, their number, recall
_COPIED = 0.5  # how far a part of the rubric in its own words falls short of the same part in one's own
_STREWN = 0.9  # what is taken away where words stand in no company
_PROFILED = 24  # points a profile tells apart
_NO_LETTERS = ("no_answer",)
OTHER_LANGUAGE = "other_language"


@dataclass(frozen=True)
class Raw:
    """``value``: 0–1 on no scale but its own order; the parts; what is quoted."""

    value: float
    recall: float
    loose: float
    coverage: float
    meaning: float
    whole: float
    best: float
    worst: float
    denied: float
    flags: tuple[str, ...]
    evidence: tuple[str, ...]
    text: str
    found: int
    points: int
    strewn: float = 0.0
    profile: tuple[float, ...] = ()  # coverage of each point, then nearness of each

    @property
    def clauses(self) -> list[str]:
        """What is left after the defences, clause by clause."""
        return self.text.split(",") if self.text else []

    @property
    def silent(self) -> bool:
        """Whether nothing is left that could be scored."""
        return not self.text


def rate(question: str, points: tuple[str, ...], answer: str, language: str) -> Raw:
    """Read, defend, compare."""
    rubric = prepare(question, points)
    reading = read(answer, language)
    kept = defend(reading, rubric)
    flags = [*kept.flags, *(("answer_cut_off",) if reading.cut_off else ())]
    if kept.clauses and rubric.points and _crossed(rubric, kept):
        flags.append(OTHER_LANGUAGE)
    if not reading.sentences:
        return _nothing((*flags, *_NO_LETTERS), len(rubric.points))
    if not kept.clauses:
        return _nothing((*flags, "nothing_left"), len(rubric.points))
    if not rubric.points:
        return _without_rubric(rubric, reading, kept, flags)
    return _compared(rubric, reading, kept, flags)


def _crossed(rubric: Rubric, kept: Kept) -> bool:
    """Whether the answer is in another language than the rubric: only vectors can compare them."""
    asked, said = "".join(p.text for p in rubric.points), "".join(c.text for c in kept.clauses)
    return script(asked, "zh") != script(said, script(asked, "zh"))


def _compared(rubric: Rubric, reading: Reading, kept: Kept, flags: list[str]) -> Raw:
    matches = match(rubric, reading, kept.clauses)
    said = senses(rubric, kept.clauses)
    near = said.points
    sizes = np.array([p.size for p in rubric.points])
    denied_points = np.array([m.denied for m in matches.points], dtype=float)
    share_denied = float((sizes * denied_points).sum() / sizes.sum())
    stands = 1 - min(1.0, _DENIED_MEANING * max(share_denied, matches.denied))
    meaning = float((sizes * near * (1 - denied_points)).sum() / sizes.sum()) * stands
    loose = min(matches.loose, _LOOSE_FREE + _LOOSE_PER_RECALL * matches.recall) * stands
    whole = nearness(rubric, kept.clauses)
    value = _RECALL * matches.recall + _LOOSE * loose + _MEANING * meaning + _WHOLE * whole * stands
    value *= 1 - _COPIED * _copied(rubric, kept.clauses) * (1 - min(1.0, value))
    spread = max(strewn(kept.clauses, rubric, said), disorder(kept.clauses), pasted(kept.clauses, rubric))
    value *= (1 - _STREWN * spread) * (1 - _ASTRAY * _astray(said, matches.recall))
    if matches.denied > 0 or share_denied > 0:
        flags.append("contradiction")
    each = [m.coverage for m in matches.points]
    return Raw(
        value=float(np.clip(value, 0.0, 1.0)),
        recall=matches.recall,
        loose=loose,
        coverage=matches.mean(rubric),
        meaning=meaning,
        whole=whole,
        best=max(each),
        worst=min(each),
        denied=max(matches.denied, share_denied),
        flags=tuple(flags),
        evidence=_evidence(reading, kept.clauses, matches, near),
        text=",".join(c.text for c in kept.clauses),
        found=sum(c >= 0.35 for c in each),
        points=len(each),
        strewn=spread,
        profile=(*each[:_PROFILED], *near[:_PROFILED].tolist()),
    )


def _copied(rubric: Rubric, clauses: Sequence[Part]) -> float:
    """Share of telling words that stand in stretches of the rubric, in clauses that hold any. Half of a
    rubric in its own words is worth half; in one's own words the comparison finds less than was said."""
    held = whole = 0.0
    for clause in clauses:
        said = stopped_tokens(clause.text)
        telling = sum(bool(t) and not is_small(t) for t in said)
        shape = shape_of(said, rubric.tokens)
        if shape.count:
            held, whole = held + shape.density * telling, whole + telling
    return held / whole if whole else 0.0


def _astray(said: Senses, recall: float) -> float:
    """0 to 1: long talk that shares next to nothing with the rubric and whose own words are of another
    subject."""
    foreign = 1 - ramp(said.own, *_FOREIGN)
    return foreign * ramp(said.count, *_LONG) * (1 - ramp(recall, *_SHARED))


def _without_rubric(rubric: Rubric, reading: Reading, kept: Kept, flags: list[str]) -> Raw:
    """Only nearness to the question is left; callers say so with a flag and abstain."""
    said = vectors([c.text for c in kept.clauses][:16])
    asked = vectors([rubric.question or "?"])
    near = np.clip(np.round(said @ asked.T, 4)[:, 0] / _CLOSE, 0.0, 1.0)
    value = _UNREFERENCED * float(np.mean(np.sort(near)[-3:]))
    return Raw(
        value, 0.0, 0.0, 0.0, float(near.mean()), float(near.max()), 0.0, 0.0, 0.0, (*flags, "no_rubric"),
        (reading.quote(kept.clauses[int(near.argmax())]),), ",".join(c.text for c in kept.clauses), 0, 0,
    )  # fmt: skip


def _nothing(flags: tuple[str, ...], points: int) -> Raw:
    return Raw(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, flags, (), "", 0, points)


def _evidence(
    reading: Reading, clauses: tuple[Part, ...], matches: Matches, near: np.ndarray
) -> tuple[str, ...]:
    """The clause of every point that was found, in the order it was said; at least one when anything was."""
    places = {m.clause for m in matches.points if m.clause and abs(m.coverage) >= _EVIDENCE}
    if not places and float(near.max(initial=0.0)) >= _EVIDENCE_MEANING:
        places = {max(clauses, key=lambda c: (len(c.text), -c.start))}
    if not places:
        shared = [m for m in matches.points if m.clause]
        places = {m.clause for m in sorted(shared, key=lambda m: -m.coverage)[:1] if m.clause}
    return tuple(
        q for q in (reading.quote(p) for p in sorted(filter(None, places), key=lambda p: p.start)) if q
    )
