"""Which lines speak for which ideas, by words found and by nearness of meaning; one line for few ideas."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from bole.measurement.matching.lexicon import Idea, Lexicon
from bole.measurement.matching.lines import Told
from bole.ports.embedding import Embedder, Vectors

Way = Literal["words", "meaning"]


@dataclass(frozen=True, slots=True)
class Credit:
    """``amount`` (0–1) of a line for an idea of a competency; ``shown``: the word found, or the example."""

    competency: str
    idea: Idea
    line: Told
    amount: float
    way: Way
    shown: str


def credits(
    lexicon: Lexicon, competencies: Sequence[str], told: Sequence[Told], embedder: Embedder
) -> list[Credit]:
    """The best line of every idea. A line is spent on its strongest ideas, ``ideas_per_line`` at most; told
    again in the same words it is the same line."""
    lines = list({line.plain: line for line in reversed(told) if line.standing == "told"}.values())[::-1]
    if not lines:
        return []
    ideas = [(key, idea) for key in competencies for idea in lexicon.competencies.get(key, ())]
    near = _nearness(lexicon, ideas, lines, embedder)
    found = [
        credit
        for row, (key, idea) in enumerate(ideas)
        for column, line in enumerate(lines)
        if (credit := _credit(lexicon, key, idea, line, near[row][column]))
    ]
    return _spent(found, int(lexicon.formula.competencies["ideas_per_line"]))


def _credit(lexicon: Lexicon, key: str, idea: Idea, line: Told, near: tuple[float, str]) -> Credit | None:
    numbers = lexicon.formula.competencies
    worth = 1.0 if line.figure else numbers["plain"]
    word = idea.terms.found(line.plain)
    if word:
        return Credit(key, idea, line, worth, "words", word)
    low, high = numbers["like_from"], numbers["like_full"]
    share = min(1.0, max(0.0, (near[0] - low) / (high - low))) * numbers["like_most"]
    if share <= 0:
        return None
    return Credit(key, idea, line, round(worth * share, 4), "meaning", near[1])


def _spent(found: Sequence[Credit], most: int) -> list[Credit]:
    """Greedy, strongest first; ties by words before meaning, by line, by place in the lexicon."""
    used: dict[int, int] = {}
    chosen: dict[tuple[str, str], Credit] = {}
    order = sorted(
        range(len(found)), key=lambda i: (-found[i].amount, found[i].way != "words", found[i].line.number, i)
    )
    for index in order:
        one = found[index]
        place = (one.competency, one.idea.key)
        if place in chosen or used.get(one.line.number, 0) >= most:
            continue
        chosen[place] = one
        used[one.line.number] = used.get(one.line.number, 0) + 1
    return list(chosen.values())


def _nearness(
    lexicon: Lexicon, ideas: Sequence[tuple[str, Idea]], lines: Sequence[Told], embedder: Embedder
) -> list[list[tuple[float, str]]]:
    """For every idea and line the cosine to the nearest example, and that example."""
    known = _known(lexicon, embedder)
    vectors = embedder.embed([line.text for line in lines])
    table: list[list[tuple[float, str]]] = []
    for key, idea in ideas:
        likeness = known[key, idea.key] @ vectors.T
        best = likeness.argmax(axis=0)
        table.append(
            [(round(float(likeness[best[i], i]), 4), idea.examples[best[i]]) for i in range(len(lines))]
        )
    return table


_kept: dict[tuple[str, str], Mapping[tuple[str, str], Vectors]] = {}


def _known(lexicon: Lexicon, embedder: Embedder) -> Mapping[tuple[str, str], Vectors]:
    """Vectors of all examples, computed once per process, lexicon and embedder."""
    key = (lexicon.sha256, embedder.sha256)
    if key not in _kept:
        _kept[key] = _examples(lexicon, embedder)
    return _kept[key]


def _examples(lexicon: Lexicon, embedder: Embedder) -> Mapping[tuple[str, str], Vectors]:
    rows = [(key, idea) for key, ideas in lexicon.competencies.items() for idea in ideas]
    vectors = embedder.embed([example for _, idea in rows for example in idea.examples])
    ends = np.cumsum([len(idea.examples) for _, idea in rows])
    pieces = np.split(vectors, ends[:-1])
    return {(key, idea.key): piece for (key, idea), piece in zip(rows, pieces, strict=True)}
