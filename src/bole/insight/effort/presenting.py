"""Effort as its page prints it: figures with their N and the period before, charts, branches."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from bole.foundation.ui.figures import Chart, Series
from bole.foundation.ui.formats import say
from bole.insight.effort import rules
from bole.insight.effort.queries import Branch, Effort, Norm, Stretch, Way
from bole.insight.effort.rules import Acts, Catalogue, Counted, Share
from bole.insight.effort.words import KINDS, MEASURES

LEAST = 30  # acts or applications below which a share or a rate says more about chance
WORK = (rules.TRANSACTIONAL, rules.JUDGING, rules.LOOKUP)


@dataclass(frozen=True, slots=True)
class Figure:
    """One of the row at the top. ``value`` is empty where too little was counted."""

    key: str
    label: str
    value: str
    counts: str
    before: str
    change: str
    definition: str
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BranchLine:
    """One branch: the value and the counts of each measure, and the value before."""

    unit_id: str
    name: str
    cells: list[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class Spent:
    """Hours by the bank's norms, this period and before."""

    hours: str
    before: str
    share: str
    share_before: str
    covered: str


BRANCH_MEASURES = ("transactional", "automatic", "first_round", "lookups")


def figures(catalogue: Catalogue, found: Effort) -> list[Figure]:
    """Every measure of the page."""
    return [_figure(key, catalogue, found) for key in MEASURES]


def kinds(catalogue: Catalogue, found: Effort) -> Chart:
    """What people do by hand, this period beside the one before, in percent of their acts."""
    stretches = [found.now.counted, found.before.counted]
    sums = [[rules.total(catalogue, one, (kind,)).by_hand for kind in WORK] for one in stretches]
    shares = [[100 * n / sum(row) if sum(row) else None for n in row] for row in sums]
    return Chart(
        kind="stack",
        about=_("Acts of people by kind of work, in percent, this period and the one before"),
        labels=[_("This period"), _("Before")],
        series=[Series(str(KINDS[kind]), [row[place] for row in shares]) for place, kind in enumerate(WORK)],
        head=_("Period"),
        unit="%",
        least=0,
        most=100,
        n=[sum(row) for row in sums],
    )


def activities(catalogue: Catalogue, found: Effort) -> Chart:
    """Acts by hand and by the machine for every activity with any, most by hand first."""
    rows = [(one, found.now.counted.get(one.key, Acts())) for one in catalogue.activities if one.kind in WORK]
    rows = sorted((row for row in rows if row[1] != Acts()), key=lambda row: (-row[1].by_hand, row[0].key))
    return Chart(
        kind="bars",
        about=_("Acts of each activity in this period, by people and by the machine"),
        labels=[say(dict(one.title)) for one, _acts in rows],
        series=[
            Series(_("by hand"), [acts.by_hand for _one, acts in rows]),
            Series(_("by the machine"), [acts.automatic for _one, acts in rows]),
        ],
        head=_("Activity"),
        least=0,
    )


def branches(catalogue: Catalogue, found: Effort) -> list[BranchLine]:
    """A line for each branch, by name."""
    return [
        BranchLine(str(one.unit_id), one.name, [_cell(key, catalogue, one) for key in BRANCH_MEASURES])
        for one in found.branches
    ]


def spent(catalogue: Catalogue, found: Effort, norms: Mapping[str, Norm]) -> Spent | None:
    """Hours, once the bank entered minutes; both periods by the norms of today."""
    given = {key: norm.minutes for key, norm in norms.items()}
    now = rules.minutes(catalogue, found.now.counted, given)
    before = rules.minutes(catalogue, found.before.counted, given)
    if now is None:
        return None
    return Spent(
        hours=_hours(now.hours),
        before=_hours(before.hours) if before else "–",
        share=_percent(now.share),
        share_before=_percent(before.share) if before else "–",
        covered=f"{now.covered.hits} / {now.covered.n}",
    )


def rows(catalogue: Catalogue, found: Effort) -> list[list[object]]:
    """The file: one row for each branch and activity with acts in either period."""
    told: list[list[object]] = []
    for branch in found.branches:
        for one in catalogue.activities:
            now, before = (each.get(one.key, Acts()) for each in (branch.counted, branch.before))
            if (now, before) != (Acts(), Acts()):
                told.append(
                    [branch.name, say(dict(one.title)), str(KINDS[one.kind]),
                     now.by_hand, now.automatic, before.by_hand, before.automatic]
                )  # fmt: skip
    return told


def heads() -> list[str]:
    """Of the file."""
    return [_("Branch"), _("Activity"), _("Kind of work"), _("By hand"), _("By the machine"),
            _("By hand, period before"), _("By the machine, period before")]  # fmt: skip


def _figure(key: str, catalogue: Catalogue, found: Effort) -> Figure:
    now, before = (_measured(key, catalogue, one) for one in (found.now, found.before))
    moved = rules.change(now[0], before[0])
    return Figure(
        key=key,
        label=str(MEASURES[key][0]),
        value=_told(key, now[0]),
        counts=now[1],
        before=f"{_told(key, before[0]) or '–'} ({before[1]})",
        change="" if moved is None else f"{moved:+.0f} %",
        definition=str(MEASURES[key][1]),
        targets=tuple(say(dict(one.words)) for one in catalogue.targets if one.measure == TARGETS.get(key)),
    )


TARGETS = {
    "transactional": "transactional",
    "first_round": "first_round",
    "way": "lookup",
    "by_hand": "by_hand",
}
Measured = tuple[float | None, str]  # None: too few; the counts in words


def _measured(key: str, catalogue: Catalogue, found: Stretch) -> Measured:
    if key == "way":
        return _way(found.way)
    return _counted(key, catalogue, found.counted, found.applied)


def _counted(key: str, catalogue: Catalogue, counted: Counted, applied: int) -> Measured:
    if key == "transactional":
        return _share(rules.transactional_share(catalogue, counted))
    if key == "automatic":
        return _share(rules.automatic_share(catalogue, counted))
    if key == "lookups":
        return _ratio(*rules.lookups(catalogue, counted))
    if key == "by_hand":
        return _ratio(rules.total(catalogue, counted, (rules.TRANSACTIONAL,)).by_hand, applied)
    return _ratio(rules.first_round(catalogue, counted), applied)


def _share(share: Share) -> Measured:
    return (share.percent if share.n >= LEAST else None), f"{share.hits} / {share.n}"


def _ratio(above: int, below: int) -> Measured:
    return (rules.ratio(above, below) if below >= LEAST else None), f"{above} / {below}"


def _way(way: Way) -> Measured:
    return (way.minutes if way.n >= LEAST else None), f"{way.n} / {way.decisions}"


def _told(key: str, value: float | None) -> str:
    if value is None:
        return ""
    if key in {"transactional", "automatic"}:
        return _percent(value)
    return _("%(n).0f min") % {"n": value} if key == "way" else f"{value:.1f}"


def _cell(key: str, catalogue: Catalogue, branch: Branch) -> tuple[str, str, str]:
    now = _counted(key, catalogue, branch.counted, branch.applied)
    before = _counted(key, catalogue, branch.before, branch.applied_before)
    return _told(key, now[0]), now[1], _told(key, before[0])


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{value:.0f} %"


def _hours(value: float) -> str:
    return _("%(n).1f h") % {"n": value}


def verbs(entries: Sequence[str]) -> str:
    """Verbs of an activity as the method prints them."""
    return ", ".join(f"{one}*" if one.endswith(".") else one for one in entries)
