"""Two to four people on one axis: dots with their intervals, ties, the strongest evidence."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from bole.hiring.assessment.presenting import words
from bole.hiring.assessment.presenting.bars import Bar
from bole.hiring.assessment.presenting.shapes import Chip, Page
from bole.measurement.norms import Standing

LETTERS = "ABCD"


@dataclass(frozen=True, slots=True)
class Person:
    """One column."""

    report_id: UUID
    letter: str
    name: str
    number: str
    unit: str
    page: Page
    strongest: Chip | None
    gaps: str
    rank: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One person on one row."""

    letter: str
    bar: Bar
    evidence: int
    place: int
    of: int

    @property
    def cy(self) -> int:
        """Height of the dot in the 36 px row, so that equal scores stay visible."""
        return 18 + round(9 * (self.place - (self.of - 1) / 2))

    @property
    def y(self) -> int:
        """Top of the band."""
        return self.cy - 2


@dataclass(frozen=True, slots=True)
class Row:
    """One competency, or the total, for everybody."""

    label: str
    weight: str
    cells: list[Cell]
    remark: str


def person(
    report_id: UUID,
    index: int,
    page: Page,
    *,
    name: str,
    number: str,
    unit: str,
    hide: bool,
    standing: Standing | None = None,
) -> Person:
    """One person; with hidden names only the letter is left."""
    letter = LETTERS[index]
    chips = [
        chip
        for competency in page.competencies
        for chip in (*competency.chips, *competency.more)
        if chip.kind == "quote"
    ]
    missing = [c.label for c in page.competencies if not c.bar.known]
    gaps = _("not enough data: %(what)s") % {"what": words.listed(missing)} if missing else ""
    return Person(
        report_id=report_id,
        letter=letter,
        name=_("Person %(letter)s") % {"letter": letter} if hide else name,
        number="" if hide else number,
        unit=unit,
        page=page,
        strongest=max(chips, key=lambda chip: (points(chip), -chip.ordinal), default=None),
        gaps=gaps,
        rank=rank_words(standing),
    )


def rank_words(standing: Standing | None) -> str:
    """The rank, shared within error, and the ranks the errors leave open."""
    if standing is None:
        return ""
    told = _("rank %(n)s, shared") if standing.tied else _("rank %(n)s")
    if standing.best == standing.worst:
        return told % {"n": standing.rank}
    open_ranks = _("within error %(best)s–%(worst)s") % {"best": standing.best, "worst": standing.worst}
    return f"{told % {'n': standing.rank}} · {open_ranks}"


def rows(people: Sequence[Person], tied: Sequence[tuple[UUID, UUID]]) -> list[Row]:
    """The total first, then the competencies in the portrait's order."""
    total = Row(
        _("Total"),
        "",
        [Cell(p.letter, p.page.total, 0, i, len(people)) for i, p in enumerate(people)],
        tie_words(people, tied),
    )
    found = [total]
    for index, competency in enumerate(people[0].page.competencies if people else ()):
        cells = [
            Cell(p.letter, (c := p.page.competencies[index]).bar, len(c.chips) + len(c.more), i, len(people))
            for i, p in enumerate(people)
        ]
        blank = [p.name for p in people if not p.page.competencies[index].bar.known]
        remark = _("%(who)s: not enough data") % {"who": words.listed(blank)} if blank else ""
        found.append(Row(competency.label, competency.weight, cells, remark))
    return found


def tie_words(people: Sequence[Person], tied: Sequence[tuple[UUID, UUID]]) -> str:
    """Who cannot be told apart: differences below 1.96 · SEM · √2 are ties (science.md, section 2.5)."""
    if not tied:
        return ""
    among = {key for pair in tied for key in pair}
    if len(among) == len(people) and len(tied) == len(people) * (len(people) - 1) // 2:
        return _("all tied: the differences are within error")
    names = {p.report_id: p.name for p in people}
    pairs = [_("%(a)s and %(b)s") % {"a": names[a], "b": names[b]} for a, b in tied]
    return _("tied: %(pairs)s") % {"pairs": words.listed(pairs)}


def points(chip: Chip) -> float:
    """The points of a chip as a number."""
    return float(chip.points.replace("+", "").replace("\u2212", "-"))
