"""Question and answer side by side: everything a rater may look at. No sound of voice, no picture."""

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from bole.kernel.answers import Span
from bole.measurement.frameworks.schema import Indicator, Part, Question
from bole.measurement.raters.conduct import conduct_of
from bole.measurement.text.grams import grams, sound_grams
from bole.measurement.text.normalise import normalise
from bole.measurement.text.reading import Reading
from bole.ports.embedding import Embedder, Vectors

_MIN_CLAUSE = 5  # characters below which a clause alone means too little to be compared


class Prototypes:
    """Vectors of everything the rubric says in one language: embedded once, in one fixed order, and kept."""

    def __init__(self, embedder: Embedder, question: Question, language: str) -> None:
        lexicons = question.lexicons
        owners: list[Indicator | Part] = [
            *question.points, *question.statements, *lexicons.statements, *lexicons.customer, *lexicons.parts,
        ]  # fmt: skip
        background = lexicons.background["zh"] + lexicons.background["en"]
        prompt = normalise(question.prompts.en if language == "en" else question.prompts.zh).text
        texts = [(o.prototypes if isinstance(o, Part) else o.phrasings)[language] for o in owners]
        raw = embedder.embed([*background, prompt, *(t for group in texts for t in group)])
        self.mean = raw[: len(background)].mean(axis=0)
        centred = centre(raw[len(background) :], self.mean)
        self.prompt = centred[0]
        bounds = np.cumsum([1, *(len(group) for group in texts)])
        self._of = {id(o): centred[bounds[i] : bounds[i + 1]] for i, o in enumerate(owners)}

    def asking(self, embedder: Embedder, prompt: str) -> "Prototypes":
        """The same for a question that was put to one person in other words."""
        other = copy(self)
        other.prompt = centre(embedder.embed([normalise(prompt).text]), self.mean)[0]
        return other

    def of(self, owner: Indicator | Part) -> Vectors:
        """Centred vectors of an indicator's phrasings or a part's prototypes."""
        return self._of[id(owner)]


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


@dataclass(slots=True)
class Wordings:
    """Pieces of each phrasing without those the question itself hands out."""

    question: frozenset[str]
    question_sounds: frozenset[str]
    of: dict[int, list[tuple[frozenset[str], frozenset[str]]]] = field(default_factory=dict)

    def pieces(self, indicator: Indicator, language: str) -> list[tuple[frozenset[str], frozenset[str]]]:
        """Per phrasing: pieces by letters, pieces by sound (Chinese only)."""
        known = self.of.get(id(indicator))
        if known is None:
            plain = [normalise(p).text for p in indicator.phrasings[language]]
            known = self.of[id(indicator)] = [
                (
                    grams(p, language) - self.question,
                    sound_grams(p) - self.question_sounds if language == "zh" else frozenset(),
                )
                for p in plain
            ]
        return known


@dataclass
class Scene:
    """What raters see. ``skip`` are units that instruct the scorer: read by nobody. ``aside`` are pieces of
    the rubric and what the speaker does not stand for: no point is made there, yet the subject is touched."""

    question: Question
    reading: Reading
    meanings: Meanings
    wordings: Wordings
    speech: tuple[Span, ...]
    pauses: tuple[Span, ...]
    skip: frozenset[int] = frozenset()
    aside: frozenset[int] = frozenset()

    @property
    def language(self) -> str:
        """Language of the answer."""
        return self.reading.language

    @cached_property
    def counted(self) -> tuple[int, ...]:
        """Indices of the units that count: neither repeats nor instructions to the scorer nor set aside."""
        return tuple(
            i
            for i in range(len(self.reading.units))
            if i not in self.skip and i not in self.aside and not self.reading.repeats[i]
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

    def nearness(self, index: int, wanted: Vectors) -> float:
        """Largest cosine of a unit or its clauses with any of the wanted vectors, to four decimals."""
        return round(float((self.vectors[index] @ wanted.T).max()), 4)
