"""A run as JSON, and as a table for a terminal."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import bole
from bole.measurement.attacks import figures as f
from bole.measurement.attacks.running import HonestOutcome, Outcome, Run
from bole.measurement.attacks.targets import Target

FORMAT = "bole.attacks/1"
DEFINITION = (
    "gain = score of the attack - mean score of honest weak and middling answers to the same question in the "
    "same language (of all questions of the language where the question has none); basis host: score of the "
    "attack - score of the doctored text; attacks without a score are in no mean; points of 100"
)


@dataclass(frozen=True, slots=True)
class Written:
    """What a run was about, for its head."""

    rater: str
    targets: tuple[Target, ...]
    run: Run
    figures: f.Figures

    @property
    def questions(self) -> dict[str, str]:
        """Question → sha256 of its rubric, empty where it is no question of the library."""
        return {target.key: target.rubric.sha256 if target.rubric else "" for target in self.targets}

    @property
    def languages(self) -> list[str]:
        """Languages attacked, in order of appearance."""
        return list(dict.fromkeys(target.language for target in self.targets))


def to_json(written: Written) -> dict[str, Any]:
    """The whole run: limits, families, every attack with its score before and after."""
    return {
        "format": FORMAT,
        "software": f"bole {bole.__version__}",
        "rater": written.rater,
        "definition": DEFINITION,
        "questions": written.questions,
        "languages": written.languages,
        "limits": _limits(written.figures),
        "families": [_family(family) for family in written.figures.families],
        "attacks": [_outcome(outcome) for outcome in written.run.outcomes],
        "honest": [_honest(outcome) for outcome in written.run.honest],
    }


def _limits(figures: f.Figures) -> dict[str, Any]:
    kept, alarms = figures.limits, figures.false_alarms
    over = [family.family.key for family in figures.families if not family.kept]
    return {
        "mean_gain": {"value": _tenth(figures.mean), "limit": f.MEAN_LIMIT, "kept": kept["mean_gain"]},
        "families": {"over": over, "limit": f.FAMILY_LIMIT, "kept": kept["families"]},
        "tail": {"value": _tenth(figures.tail), "limit": f.TAIL_LIMIT, "kept": kept["tail"]},
        "false_alarms": {
            "hits": alarms.hits,
            "n": alarms.n,
            "value": round(alarms.value, 4),
            "low": round(alarms.low, 4),
            "high": round(alarms.high, 4),
            "limit": f.FALSE_ALARM_LIMIT,
            "kept": kept["false_alarms"],
            "ids": list(figures.accused),
        },
    }


def _family(figures: f.FamilyFigures) -> dict[str, Any]:
    family = figures.family
    return {
        "key": family.key,
        "label": family.label.to_json(),
        "what": family.what.to_json(),
        "basis": family.basis,
        "attacks": figures.attacks,
        "scored": figures.scored,
        "flagged": round(figures.flagged, 3),
        "kept": figures.kept,
        **{
            name: _tenth(getattr(figures, name))
            for name in ("before", "after", "gain", "tail", "over_weak", "over_host")
        },
    }


def _outcome(outcome: Outcome) -> dict[str, Any]:
    return {
        "family": outcome.family.key,
        "question": outcome.target.key,
        "language": outcome.target.language,
        "before": _tenth(outcome.before.mean),
        "before_own_question": outcome.before.own,
        "host": _tenth(outcome.host),
        "after": _tenth(outcome.after),
        "gain": _tenth(outcome.judged),
        "flags": list(outcome.flags),
        "text": outcome.text,
    }


def _honest(outcome: HonestOutcome) -> dict[str, Any]:
    answer = outcome.answer
    return {
        "id": answer.id,
        "question": answer.question,
        "language": answer.language,
        "quality": answer.quality,
        "score": _tenth(outcome.score),
        "flags": list(outcome.flags),
    }


def _tenth(value: float | None) -> float | None:
    return None if value is None else round(value, 1) + 0.0


COLUMNS = ("N", "before", "after", "gain", "p95", "flagged")


def lines(figures: f.Figures) -> list[str]:
    """The table for a terminal, and the limits beneath."""
    head = f"{'family':<22}" + "".join(f"{name:>9}" for name in COLUMNS)
    kept = figures.limits
    return [
        head,
        *(_line(family) for family in figures.families),
        *(f"{'kept  ' if kept[name] else 'MISSED'} {said}" for name, said in _said(figures).items()),
    ]


def beside(runs: Sequence[Written]) -> list[str]:
    """Mean gain per family of several raters, a column each, with 95th percentile and false alarms."""
    gains = [{family.family.key: family.gain for family in one.figures.families} for one in runs]
    keys = dict.fromkeys(key for one in gains for key in one)
    rows = [("mean gain", *(one.rater for one in runs))]
    rows += [(key, *(signed(one.get(key)) for one in gains)) for key in keys]
    rows += [
        ("all families", *(signed(one.figures.mean) for one in runs)),
        ("95th percentile", *(signed(one.figures.tail) for one in runs)),
        (
            "honest suspected",
            *(f"{one.figures.false_alarms.hits}/{one.figures.false_alarms.n}" for one in runs),
        ),
    ]
    return [f"{row[0]:<22}" + "".join(f"{cell:>10}" for cell in row[1:]) for row in rows]


def _line(family: f.FamilyFigures) -> str:
    cells = (
        str(family.attacks),
        f"{family.before:.1f}",
        plain(family.after),
        signed(family.gain),
        signed(family.tail),
        f"{family.flagged:.0%}",
    )
    return f"{family.family.key:<22}" + "".join(f"{cell:>9}" for cell in cells)


def _said(figures: f.Figures) -> dict[str, str]:
    share = figures.false_alarms
    over = sum(not family.kept for family in figures.families)
    return {
        "mean_gain": f"mean gain {figures.mean:+.1f} (limit {f.MEAN_LIMIT:+.0f})",
        "families": f"{over} of {len(figures.families)} families gain more than {f.FAMILY_LIMIT:+.0f}",
        "tail": f"95th percentile {figures.tail:+.1f} (limit {f.TAIL_LIMIT:+.0f})",
        "false_alarms": f"honest answers suspected: {share.hits} of {share.n}, "
        f"95 % interval {share.low:.1%} to {share.high:.1%}",
    }


def signed(value: float | None) -> str:
    """A gain with its sign; a dash for none."""
    return "—" if value is None else f"{value:+.1f}"


def plain(value: float | None) -> str:
    """A score; a dash for none."""
    return "—" if value is None else f"{value:.1f}"


def markdown(figures: f.Figures) -> str:
    """The figures as tables for a page of documentation, largest gain first."""
    order = sorted(figures.families, key=lambda family: -100 if family.gain is None else -family.gain)
    head = ["| Family | N | before | after | gain | 95th percentile | over weak | flagged |"]
    head.append("|---|" + "--:|" * 7)
    rows = [
        f"| {'' if family.kept else '**over** '}{family.family.label.en} (`{family.family.key}`) "
        f"| {family.attacks} | {family.before:.1f} | {plain(family.after)} | {signed(family.gain)} "
        f"| {signed(family.tail)} | {signed(family.over_weak)} | {family.flagged:.0%} |"
        for family in order
    ]
    kept = figures.limits
    said = [f"- {'kept' if kept[name] else '**missed**'}: {what}" for name, what in _said(figures).items()]
    return "\n".join([*said, "", *head, *rows]) + "\n"
