"""The pieces a report page is printed from. Everything is already text, except what the script needs."""

from dataclasses import dataclass, field
from typing import Any

from bole.hiring.assessment.presenting import marks, timeline
from bole.hiring.assessment.presenting.bars import Bar


@dataclass(frozen=True, slots=True)
class Chip:
    """A piece of evidence that can be clicked: where, what was said, how many points."""

    ordinal: int
    at: float | None
    where: str  # "Q2 0:03", "Q5" for typed words
    quote: str
    why: str  # which indicators it is evidence of
    kind: str
    points: str
    set: str  # competency or criterion whose regions the number belongs to
    number: int | None  # its region in that answer's transcript
    playable: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """One line of the transcript."""

    start: float | None
    end: float | None
    time: str
    label: str
    label_key: str
    parts: list[marks.Part]


@dataclass(frozen=True, slots=True)
class Measure:
    """One of the seven content measures of one answer, with its evidence."""

    key: str
    label: str
    score: str
    band: str
    basis: str
    reason: str
    chips: list[Chip]
    missing: list[str]


@dataclass(frozen=True, slots=True)
class Gate:
    """A channel of an answer: usable, or not and why."""

    channel: str
    ok: bool
    reasons: str
    withheld: bool = False  # by the candidate's own decision: nothing went wrong


@dataclass(frozen=True, slots=True)
class Question:
    """One answered (or unanswered) question."""

    ordinal: int
    key: str
    answer_id: str
    title: str
    prompt: str
    kind: str
    state: str  # ok | flag | insufficient
    duration: float
    clock: str
    sentences: list[Sentence]
    measures: list[Measure]
    gates: list[Gate]
    counts: list[timeline.Count]
    strip: dict[str, Any]
    rows: list[timeline.Row]
    joints: list[float]
    cut_off: bool  # handed in by the end of the window
    language: str
    rubric_kept: bool  # whether it was rated, so that the rubric it was rated by can be read

    @property
    def media(self) -> bool:
        """Whether there is something to play."""
        return self.kind in ("video", "audio")


@dataclass(frozen=True, slots=True)
class Anchor:
    """A described behaviour for a level; ``nearest`` marks the one the level is closest to."""

    level: int
    text: str
    nearest: bool


@dataclass(frozen=True, slots=True)
class RatedBy:
    """Who gave a score: words, and the page with its card."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Competency:
    """One competency of the job with its score, band, anchors and evidence."""

    key: str
    label: str
    weight: str
    bar: Bar
    level: str
    level_at: str
    basis: str
    reason: str
    anchors: list[Anchor]
    chips: list[Chip]
    more: list[Chip]
    missing: list[str]  # what was not said, and would have counted
    raise_text: str
    raise_score: str
    raters: list[RatedBy] = field(default_factory=list)
    scenes: list[str] = field(default_factory=list)  # exercises that count inside it

    @property
    def count(self) -> int:
        """How many pieces of evidence there are."""
        return len(self.chips) + len(self.more)


@dataclass(frozen=True, slots=True)
class Note:
    """Something a person must know: not enough data, or a flag that needs a look."""

    kind: str  # insufficient | flag
    ordinal: int
    text: str
    chips: list[Chip]


@dataclass(frozen=True, slots=True)
class Page:
    """The whole report."""

    total: Bar
    pass_mark: str
    side: str
    side_text: str
    missing_weight: str
    no_total: bool
    questions: list[Question]
    competencies: list[Competency]
    notes: list[Note]
    needs_review: bool
    review_reasons: list[str]
    advance: bool
    reasons: list[str]
    hash: str
    versions: list[str]
    portrait_version: str
    beside: list[str]  # sentences on what was asked beside the guide
    branch: list[str]  # sentences on what the branch weighs otherwise than head office

    @property
    def hash_short(self) -> str:
        """Enough of the hash to compare by eye."""
        return f"{self.hash[:4]}…{self.hash[-4:]}" if self.hash else ""

    @property
    def strips(self) -> dict[str, Any]:
        """Everything the script needs, by question number."""
        return {str(q.ordinal): {**q.strip, "kind": q.kind, "answer": q.answer_id} for q in self.questions}
