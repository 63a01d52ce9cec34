"""How far a score moves when the recogniser mishears: a lower bound of its standard error.

At least 20 runs with fixed seeds; each replaces some characters by homophones (zh) or spoils and drops words
(en), and drops some clauses. Characters keep their places, so that times and quotations stay valid.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from statistics import stdev

from bole.kernel.answers import Transcript
from bole.measurement.text.normalise import is_cjk
from bole.measurement.text.reading import Reading
from bole.measurement.text.sound import syllable

RUNS = 20
_SEED = "bole.sensitivity/1"
_CHARACTER_RATE = 0.05
_WORD_RATE = 0.06
_CLAUSE_RATE = 0.06


def standard_errors(
    runs: Sequence[Mapping[str, float | None]],
    base: Mapping[str, float | None],
    steps: Mapping[str, float],
) -> dict[str, float | None]:
    """SD of each score over the runs and one more in which the slightest indicator goes the other way.

    That run is Laplace's: twenty runs without a change do not show that the next has none, so a score that
    no run moved still has an error above zero, the larger the coarser its indicators. None where the score
    itself is None or too few runs gave one.
    """
    errors: dict[str, float | None] = {}
    for key, value in base.items():
        values = [v for v in (run.get(key) for run in runs) if v is not None]
        if value is None or len(values) < RUNS // 2:
            errors[key] = None
            continue
        step = steps.get(key, 0.0)
        moved = value - step if value >= step else value + step
        errors[key] = round(max(0.01, stdev([*values, moved])), 2)
    return errors


def perturbed(reading: Reading) -> Iterator[Transcript]:
    """The transcripts of the runs, the same for the same text on every machine."""
    for run in range(RUNS):
        rng = random.Random(f"{_SEED}:{run}")  # noqa: S311 - repeatability is wanted, not secrecy
        chars = list(reading.transcript.text)
        _mishear(chars, reading.language, rng)
        _drop_clauses(chars, reading, rng)
        text = "".join(chars)
        yield replace(
            reading.transcript,
            text=text,
            segments=tuple(
                replace(s, text=text[s.offset : s.offset + len(s.text)]) for s in reading.transcript.segments
            ),
            words=tuple(
                replace(w, text=text[w.offset : w.offset + len(w.text)]) for w in reading.transcript.words
            ),
        )


def _mishear(chars: list[str], language: str, rng: random.Random) -> None:
    if language == "zh":
        for i, char in enumerate(chars):
            if is_cjk(char) and rng.random() < _CHARACTER_RATE:
                chars[i] = rng.choice(homophones(syllable(char)) or (char,))
        return
    at = 0
    for word in "".join(chars).split(" "):
        if word.isalpha() and rng.random() < _WORD_RATE:
            spot = at + rng.randrange(len(word))
            if rng.random() < 0.5:
                chars[at : at + len(word)] = " " * len(word)
            else:
                chars[spot] = rng.choice("aeioustn")
        at += len(word) + 1


def _drop_clauses(chars: list[str], reading: Reading, rng: random.Random) -> None:
    for unit in reading.units:
        for start, end in unit.clauses:
            if rng.random() < _CLAUSE_RATE:
                low, high = reading.source_span(start, end)
                chars[low:high] = " " * (high - low)


@cache
def homophones(sound: str) -> tuple[str, ...]:
    """Common characters (GB 2312, level 1) with this toneless sound."""
    return _by_sound().get(sound, ())


@cache
def _by_sound() -> dict[str, tuple[str, ...]]:
    table: dict[str, list[str]] = {}
    for high in range(0xB0, 0xD8):
        for low in range(0xA1, 0xFF):
            try:
                char = bytes((high, low)).decode("gb2312")
            except UnicodeDecodeError:
                continue
            table.setdefault(syllable(char), []).append(char)
    return {sound: tuple(chars) for sound, chars in table.items()}
