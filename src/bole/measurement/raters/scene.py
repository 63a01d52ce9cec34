"""Question and answer side by side: everything a rater may look at. No sound of voice, no picture."""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from bole.kernel.answers import Span
from bole.measurement.frameworks.schema import Question
from bole.measurement.raters.conduct import conduct_of
from bole.measurement.raters.wordings import Recall, wordings_of
from bole.measurement.text.grams import grams, sound_grams
from bole.measurement.text.normalise import normalise
from bole.measurement.text.reading import Reading
from bole.ports.embedding import Embedder, Vectors

_MIN_CLAUSE = 5  # characters below which a clause alone means too little to be compared


class Prototypes:
    """Vectors of everything the rubric says in one language: embedded once, in one fixed order, and kept.

    ``all`` stacks those an answer is compared with; ``bounds`` are where each group of texts begins in it.
    """

    def __init__(self, embedder: Embedder, question: Question, language: str) -> None:
        lexicons = question.lexicons
        prompt = (normalise(question.prompts.en if language == "en" else question.prompts.zh).text,)
        own = [o.phrasings[language] for o in (*question.points, *question.statements)]
        shared = [o.phrasings[language] for o in (*lexicons.statements, *lexicons.customer)]
        shared += [part.prototypes[language] for part in lexicons.parts]
        self.mean, common = _shared_vectors(embedder, lexicons.background, tuple(shared))
        fresh = embedder.embed([text for group in (prompt, *own) for text in group])
        groups = [prompt, *own, *shared]
        self.all = np.concatenate([centre(fresh, self.mean), common])
        self.prompt = self.all[0]
        self._bounds = np.cumsum([0, *map(len, groups)])[:-1]
        self._place = {group: i for i, group in reversed(list(enumerate(groups)))}

    def asking(self, embedder: Embedder, prompt: str) -> "Prototypes":
        """The same for a question that was put to one person in other words."""
        other = copy(self)
        own = centre(embedder.embed([normalise(prompt).text]), self.mean)
        other.all = np.concatenate([own, self.all[1:]])
        other.prompt = own[0]
        return other

    def place(self, texts: tuple[str, ...]) -> int:
        """The column of ``nearest`` in which a group of the rubric's texts stands."""
        return self._place[texts]

    def nearest(self, rows: Vectors, begins: Sequence[int]) -> list[list[float]]:
        """Per stretch of ``rows`` (from one of ``begins`` to the next) and group of texts: the largest
        cosine, to four decimals."""
        cosines = rows @ self.all.T
        by_group = np.maximum.reduceat(cosines, self._bounds, axis=1)
        best = np.maximum.reduceat(by_group, list(begins), axis=0)
        found: list[list[float]] = np.round(best.astype(np.float64), 4).tolist()
        return found


_SHARED: dict[tuple[int, tuple[tuple[str, ...], ...]], tuple[Vectors, Vectors]] = {}


def _shared_vectors(
    embedder: Embedder, background: Mapping[str, tuple[str, ...]], groups: tuple[tuple[str, ...], ...]
) -> tuple[Vectors, Vectors]:
    """The mean of everyday sentences, and the centred vectors of what all questions share: embedded in a call
    of their own, so that they are the same beside every question."""
    key = (id(embedder), groups)
    if key not in _SHARED:
        everyday = background["zh"] + background["en"]
        raw = embedder.embed([*everyday, *(text for group in groups for text in group)])
        mean = raw[: len(everyday)].mean(axis=0)
        _SHARED[key] = (mean, centre(raw[len(everyday) :], mean))
    return _SHARED[key]


def centre(raw: Vectors, mean: Vectors) -> Vectors:
    """Unit vectors after centring on everyday sentences: a cosine of 0 means "no more alike than chance"."""
    moved = raw - mean
    norms = np.linalg.norm(moved, axis=1, keepdims=True)
    return np.asarray(moved / np.where(norms == 0, 1, norms), dtype=np.float32)


class Meanings:
    """Vectors of one answer's clauses. Kept for this answer only, so that no other answer can touch
    its bytes."""

    def __init__(self, embedder: Embedder, prototypes: Prototypes) -> None:
        self.prototypes = prototypes
        self._embedder = embedder
        self._known: dict[str, Vectors] = {}

    def learn(self, texts: Iterable[str]) -> None:
        """Embed, in one go, those texts not seen before."""
        new = [t for t in dict.fromkeys(texts) if t not in self._known]
        if new:
            self._known |= dict(
                zip(new, centre(self._embedder.embed(new), self.prototypes.mean), strict=True)
            )

    def centred(self, texts: Sequence[str]) -> Vectors:
        """Centred unit vectors, shape ``(n, d)``."""
        self.learn(texts)
        return np.stack([self._known[t] for t in texts])


def comparable_texts(reading: Reading) -> list[list[str]]:
    """Per unit: its whole text and its longer clauses."""
    result = []
    for unit in reading.units:
        own = [unit.text]
        if len(unit.clauses) > 1:
            own += [reading.text[a:b] for a, b in unit.clauses if b - a >= _MIN_CLAUSE]
        result.append(own)
    return result


@dataclass
class Scene:
    """What raters see. ``skip`` are units that instruct the scorer: read by nobody. ``fragments`` are pieces
    of the rubric, ``disowned`` what the speaker does not stand for: no point is made there, yet the subject
    is touched."""

    question: Question
    reading: Reading
    meanings: Meanings
    speech: tuple[Span, ...]
    pauses: tuple[Span, ...]
    skip: frozenset[int] = frozenset()
    fragments: frozenset[int] = frozenset()
    disowned: frozenset[int] = frozenset()

    @property
    def aside(self) -> frozenset[int]:
        """Units in which no point is made."""
        return self.fragments | self.disowned

    @property
    def language(self) -> str:
        """Language of the answer."""
        return self.reading.language

    @cached_property
    def counted(self) -> tuple[int, ...]:
        """Indices of the units that count: neither repeats nor instructions to the scorer nor set aside."""
        out = self.skip | self.aside
        return tuple(
            i for i in range(len(self.reading.units)) if i not in out and not self.reading.repeats[i]
        )

    @cached_property
    def conduct(self) -> tuple[float, ...]:
        """Per unit, how far it tells conduct rather than strings of fine words (0–1)."""
        return conduct_of(self.reading, self.question.lexicons)

    @cached_property
    def pieces(self) -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
        """Per unit: pieces by letters and by sound."""
        zh = self.language == "zh"
        return tuple(
            (grams(u.text, self.language), sound_grams(u.text) if zh else frozenset())
            for u in self.reading.units
        )

    @cached_property
    def vectors(self) -> tuple[Vectors, ...]:
        """Per unit: the unit's own vector and those of its longer clauses."""
        texts = comparable_texts(self.reading)
        if not texts:
            return ()
        stacked = self.meanings.centred([t for own in texts for t in own])
        return tuple(np.split(stacked, np.cumsum([len(own) for own in texts])[:-1]))

    @cached_property
    def recalls(self) -> tuple[Mapping[tuple[str, ...], Recall], ...]:
        """Per unit: how much of each indicator's wordings it holds."""
        index = wordings_of(self.question, self.language)
        return tuple(index.recalls(letters, sounds) for letters, sounds in self.pieces)

    @cached_property
    def _near(self) -> list[list[float]]:
        """Per unit and group of the rubric's texts: the largest cosine."""
        counts = [len(own) for own in self.vectors]
        if not counts:
            return []
        begins = np.cumsum([0, *counts])[:-1]
        return self.meanings.prototypes.nearest(np.concatenate(self.vectors), begins.tolist())

    def nearness(self, index: int, wanted: tuple[str, ...] | None) -> float:
        """Largest cosine of a unit or its clauses with any text of a group of the rubric's, to four decimals;
        with the question itself when None."""
        return self._near[index][0 if wanted is None else self.meanings.prototypes.place(wanted)]
