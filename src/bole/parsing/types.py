"""What is read (lines) and what is understood (the résumé). Plain values, no behaviour but their JSON."""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, Self

WarningKind = Literal["hidden_text", "instruction", "low_confidence", "ocr"]
WorkKind = Literal["job", "internship"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line in reading order.

    ``cells``: parts that stand apart (columns of a table, text after a wide gap); ``size``: height of the
    letters in points, 0 when unknown; ``room``: points between its end and the right edge, infinite where
    nothing wraps; ``slack``: the same up to the end of the longest line of its column; ``left``: where it
    begins; ``row``: it is a row of a table with borders; ``confidence``: of the recogniser, 1 for text that
    was no picture.
    """

    cells: tuple[str, ...]
    number: int = 0
    size: float = 0.0
    bold: bool = False
    room: float = math.inf
    slack: float = math.inf
    left: float = 0.0
    row: bool = False
    confidence: float = 1.0

    @property
    def text(self) -> str:
        """The cells with tabs between them."""
        return "\t".join(cell for cell in self.cells if cell)


@dataclass(frozen=True, slots=True)
class Warned:
    """Something a person should look at; ``text`` quotes the file."""

    kind: WarningKind
    message: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """Where a field was read: line number (1 = first line in reading order), how sure (0-1), the line
    itself."""

    line: int
    confidence: float
    text: str


@dataclass(slots=True)
class Education:
    """One stay at a school. Dates are YYYY-MM, YYYY or None; ``degree`` as printed, ``degree_level``
    normalised."""

    school: str | None = None
    degree: str | None = None
    degree_level: str | None = None
    major: str | None = None
    start: str | None = None
    end: str | None = None
    current: bool = False


@dataclass(slots=True)
class Work:
    """One job or internship. Dates as in ``Education``."""

    employer: str | None = None
    title: str | None = None
    start: str | None = None
    end: str | None = None
    current: bool = False
    kind: WorkKind = "job"


@dataclass(frozen=True, slots=True)
class Printed:
    """One line that counts: its number, its words, and what the title above it promises (work, skills …;
    empty before the first title)."""

    number: int
    text: str
    section: str


@dataclass(slots=True)
class Resume:
    """What one file says; nothing in it that the file does not hold.

    ``lines``: all lines in reading order, wrapped ones joined, without what is hidden or speaks to the
    scorer.
    """

    name: str | None = None
    phone: str | None = None
    email: str | None = None
    education: list[Education] = field(default_factory=list)
    work: list[Work] = field(default_factory=list)
    projects: list[str] = field(default_factory=list)
    skills: list[str] = field(default_factory=list)
    certificates: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    warnings: list[Warned] = field(default_factory=list)
    spans: dict[str, Span] = field(default_factory=dict)
    lines: list[Printed] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """The object of ``bole parse-resume`` without ``file`` and ``error``, and with ``lines``."""
        return asdict(self)

    def fields_json(self) -> dict[str, Any]:
        """The same without ``lines``."""
        return {name: value for name, value in self.to_json().items() if name != "lines"}

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Self:
        """The other way round; raises ``TypeError`` or ``KeyError`` for anything else."""
        rest = dict(raw)
        return cls(
            education=[Education(**one) for one in rest.pop("education")],
            work=[Work(**one) for one in rest.pop("work")],
            warnings=[Warned(**one) for one in rest.pop("warnings")],
            spans={name: Span(**one) for name, one in rest.pop("spans").items()},
            lines=[Printed(**one) for one in rest.pop("lines", [])],
            **rest,
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as lines: one list per possible reading order, most natural first; and what was odd about it."""

    orders: tuple[tuple[Line, ...], ...]
    warnings: tuple[Warned, ...] = ()
