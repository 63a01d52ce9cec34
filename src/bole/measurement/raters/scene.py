"""Question and answer side by side: everything a rater may look at. No sound of voice, no picture."""

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


class Meanings:
    """Embeddings centred on everyday sentences, so that a cosine of 0 means "no more alike than chance"."""

    def __init__(self, embedder: Embedder, question: Question, language: str) -> None:
        self._embedder = embedder
        background = question.lexicons.background["zh"] + question.lexicons.background["en"]
        self._mean = embedder.embed(background).mean(axis=0)
        self._of: dict[int, Vectors] = {}
        self._language = language

    def centred(self, texts: list[str]) -> Vectors:
        """Unit vectors after centring, shape ``(n, d)``."""
        raw = self._embedder.embed(texts) - self._mean
        norms = np.linalg.norm(raw, axis=1, keepdims=True)
        return np.asarray(raw / np.where(norms == 0, 1, norms), dtype=np.float32)

    def phrasings(self, owner: Indicator | Part) -> Vectors:
        """Vectors of an indicator's phrasings or a part's prototypes, kept."""
        known = self._of.get(id(owner))
        if known is None:
            texts = owner.prototypes if isinstance(owner, Part) else owner.phrasings
            known = self._of[id(owner)] = self.centred(list(texts[self._language]))
        return known


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
                (grams(p, language) - self.question, sound_grams(p) - self.question_sounds if language == "zh" else frozenset())
                for p in plain
            ]
        return known


@dataclass
class Scene:
    """What raters see. ``skip`` are units that instruct the scorer: read by nobody."""

    question: Question
    reading: Reading
    meanings: Meanings
    wordings: Wordings
    speech: tuple[Span, ...]
    pauses: tuple[Span, ...]
    skip: frozenset[int] = frozenset()

    @property
    def language(self) -> str:
        """Language of the answer."""
        return self.reading.language

    @cached_property
    def counted(self) -> tuple[int, ...]:
        """Indices of the units that count: neither repeats nor instructions to the scorer."""
        return tuple(i for i in range(len(self.reading.units)) if i not in self.skip and not self.reading.repeats[i])

    @cached_property
    def conduct(self) -> tuple[float, ...]:
        """Per unit, how far it tells conduct rather than strings of fine words (0–1)."""
        return conduct_of(self.reading, self.question.lexicons)

    @cached_property
    def pieces(self) -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
        """Per unit: pieces by letters and by sound."""
        zh = self.language == "zh"
        return tuple(
            (grams(u.text, self.language), sound_grams(u.text) if zh else frozenset()) for u in self.reading.units
        )

    @cached_property
    def vectors(self) -> tuple[Vectors, ...]:
        """Per unit: the unit's own vector and those of its longer clauses."""
        texts: list[str] = []
        sizes: list[int] = []
        for unit in self.reading.units:
            own = [unit.text]
            if len(unit.clauses) > 1:
                own += [self.reading.text[a:b] for a, b in unit.clauses if b - a >= _MIN_CLAUSE]
            texts += own
            sizes.append(len(own))
        if not texts:
            return ()
        stacked = self.meanings.centred(texts)
        return tuple(np.split(stacked, np.cumsum(sizes)[:-1]))
