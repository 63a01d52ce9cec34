"""A job written as TOML, and two jobs beside each other. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import tomli_w

from bole.hiring.requisitions.jobfile import Job, to_raw


def to_toml(job: Job) -> str:
    """The job's file; ``jobfile.read`` gives the same job back."""
    return tomli_w.dumps(to_raw(job))


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: ``what`` (``weight``, ``label``, ``pass_mark`` …), of which competency or target,
    before and after; None where there was or is nothing."""

    what: str
    key: str
    label: Mapping[str, str]
    before: Any
    after: Any


def differences(old: Job, new: Job) -> list[Change]:
    """Everything that differs between two versions, weights first."""
    return [*_competencies(old, new), *_exercises(old, new), *_plain(old, new), *_targets(old, new)]


def _competencies(old: Job, new: Job) -> Iterator[Change]:
    before, after = ({c.key: c for c in job.competencies} for job in (old, new))
    for key in [*after, *(key for key in before if key not in after)]:
        one, other = before.get(key), after.get(key)
        known = other or one
        label = known.label if known else {}
        if (one and one.weight) != (other and other.weight):
            yield Change("weight", key, label, one and one.weight, other and other.weight)
        if one and other:
            for what in ("label", "origin", "weight_origin"):
                if getattr(one, what) != getattr(other, what):
                    yield Change(what, key, label, getattr(one, what), getattr(other, what))


def _exercises(old: Job, new: Job) -> Iterator[Change]:
    before, after = ({e.key: e for e in job.exercises} for job in (old, new))
    for key in [*after, *(key for key in before if key not in after)]:
        one, other = before.get(key), after.get(key)
        if one != other:
            known = other or one
            yield Change("exercise", key, known.label if known else {}, one, other)


def _plain(old: Job, new: Job) -> Iterator[Change]:
    for what in ("title", "pass_mark", "pass_mark_origin", "guide", "questions", "process", "auto_advance",
                 "channels"):  # fmt: skip
        if getattr(old, what) != getattr(new, what):
            yield Change(what, "", {}, getattr(old, what), getattr(new, what))
    for what in ("shift", "cap", "share"):
        if getattr(old.bounds, what) != getattr(new.bounds, what):
            yield Change(f"bounds_{what}", "", {}, getattr(old.bounds, what), getattr(new.bounds, what))


def _targets(old: Job, new: Job) -> Iterator[Change]:
    before, after = ({t.key: t for t in job.targets} for job in (old, new))
    for key in [*after, *(key for key in before if key not in after)]:
        one, other = before.get(key), after.get(key)
        known = other or one
        if one != other:
            spans = [(t.start, t.goal) if t else None for t in (one, other)]
            yield Change("target", key, known.label if known else {}, spans[0], spans[1])
