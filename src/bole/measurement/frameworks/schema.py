"""The rubric of a question as immutable data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from bole.measurement.text.cues import Cue

CRITERIA = (
    "structure",
    "coverage",
    "relevance",
    "specificity",
    "compliance",
    "customer_orientation",
    "fluency",
)
Applies = Literal["always", "if_mentioned", "off"]
Plan = Literal["situational", "story", "introduction", "explanation"]
Kind = Literal["situational", "past_behaviour", "knowledge", "service_scene", "introduction"]
KINDS: tuple[Kind, ...] = ("situational", "past_behaviour", "knowledge", "service_scene", "introduction")
ORIGINS = ("bole", "specification")
_NOTHING: Mapping[str, tuple[str, ...]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Both:
    """One text in Chinese and in English."""

    zh: str
    en: str

    def to_json(self) -> dict[str, str]:
        """For reports."""
        return {"zh": self.zh, "en": self.en}


@dataclass(frozen=True, slots=True)
class Indicator:
    """A thing a good answer says: recognised by cues (any), by wording, and by meaning.

    ``accepted`` are other answers that are as good; they stand in ``phrasings`` too, behind the author's own.
    ``cites`` name the regulation and article a point rests on where it states law.
    """

    key: str
    label: Both
    weight: float
    cues: Mapping[str, tuple[Cue, ...]]
    phrasings: Mapping[str, tuple[str, ...]]
    advice: Both
    accepted: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: _NOTHING)
    cites: tuple[Both, ...] = ()


@dataclass(frozen=True, slots=True)
class Breach:
    """A thing that must not be done; ``penalty`` in points of 100."""

    key: str
    label: Both
    penalty: float
    cues: Mapping[str, tuple[Cue, ...]]


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the question's lexicon with its synonyms, per language.

    ``homophones``: Chinese word → what a recogniser writes for it where the syllables differ; the same
    syllables are found without being listed.
    """

    key: str
    words: Mapping[str, tuple[str, ...]]
    homophones: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: _NOTHING)

    def heard(self, language: str) -> tuple[str, ...]:
        """Every form of the word that may stand in a transcript."""
        more = self.homophones.values() if language == "zh" else ()
        return self.words[language] + tuple(form for forms in more for form in forms)


@dataclass(frozen=True, slots=True)
class Probe:
    """A follow-up question, asked where ``when`` is below ``below`` of 100.

    ``when`` is ``criterion:KEY``, ``point:KEY`` or ``statement:KEY``; the value of a point or statement is
    the strength with which it was found, times 100.
    """

    key: str
    when: str
    below: float
    text: Both


@dataclass(frozen=True, slots=True)
class Scale:
    """Label, behavioural indicators and anchors at levels 1, 3, 5."""

    key: str
    label: Both
    indicators: tuple[Both, ...]
    anchors: Mapping[str, Both]


@dataclass(frozen=True, slots=True)
class Competency:
    """A competency of a question: weight in the total and what it is made of (parts add up to 100)."""

    scale: Scale
    weight: float
    compose: Mapping[str, float]

    @property
    def key(self) -> str:
        """Its key in the library."""
        return self.scale.key


@dataclass(frozen=True, slots=True)
class Part:
    """One step of an ordered answer (problem, cause, action, result …)."""

    key: str
    plans: tuple[str, ...]
    label: Both
    weight: float
    cues: Mapping[str, tuple[Cue, ...]]
    prototypes: Mapping[str, tuple[str, ...]]
    advice: Both


@dataclass(frozen=True, slots=True)
class Lexicons:
    """Word lists shared by all questions."""

    parts: tuple[Part, ...]
    customer: tuple[Indicator, ...]
    customer_breaches: tuple[Breach, ...]
    statements: tuple[Indicator, ...]
    breaches: tuple[Breach, ...]
    buzz: Mapping[str, tuple[str, ...]]
    template: Mapping[str, tuple[str, ...]]
    criteria: Mapping[str, Scale]
    advice: Mapping[str, Both]
    background: Mapping[str, tuple[str, ...]]
    everyday: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its rubric; ``sha256`` covers every file it was read from.

    ``asked``: the words in which one person was asked, where they were not the library's.
    """

    key: str
    version: str
    origin: str
    title: Both
    job: str
    plan: Plan
    languages: tuple[str, ...]
    think_seconds: int
    limit_seconds: int
    prompts: Both
    applies: Mapping[str, Applies]
    points: tuple[Indicator, ...]
    statements: tuple[Indicator, ...]
    breaches: tuple[Breach, ...]
    terms: tuple[Term, ...]
    competencies: tuple[Competency, ...]
    lexicons: Lexicons = field(repr=False)
    kind: Kind | None = None
    jobs: tuple[str, ...] = ()
    probes: tuple[Probe, ...] = ()
    sha256: str = ""
    asked: Both | None = None

    @property
    def steps(self) -> Plan:
        """The steps an answer is expected to take: who is asked what holds explains."""
        explains = self.kind == "knowledge" and self.plan == "situational"
        return "explanation" if explains else self.plan

    def prompt(self, language: str) -> str:
        """The question as it was asked, in the language of the answer."""
        words = self.asked or self.prompts
        return words.en if language == "en" else words.zh


@dataclass(frozen=True, slots=True)
class Expected:
    """A competency as one job asks for it; ``origin``: who named it, the bank's specification or bole."""

    origin: str
    scale: Scale


@dataclass(frozen=True, slots=True)
class Framework:
    """What one job asks for, competency by competency, with anchors in the words of that job."""

    job: str
    version: int
    competencies: Mapping[str, Expected]
