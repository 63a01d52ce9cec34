"""What a branch may vary of head office's portrait, and what comes of it. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bole.hiring.requisitions import rules
from bole.kernel.errors import InvalidError

SHORTEST_REASON = 8  # characters: a reason that is about the job needs some words


@dataclass(frozen=True, slots=True)
class Bounds:
    """``shift``: points a competency's weight may move; ``cap``: what added dimensions may weigh together;
    ``share``: what one is given unless the branch says otherwise. All of 100."""

    shift: Decimal = Decimal(5)
    cap: Decimal = Decimal(15)
    share: Decimal = Decimal(10)

    def allowing(self, cap: Decimal | None) -> "Bounds":
        """The same with the cap head office gave to one unit, where that is more."""
        return Bounds(self.shift, self.cap if cap is None else max(self.cap, cap), self.share)


@dataclass(frozen=True, slots=True)
class Added:
    """A dimension of the branch's own, with the reason in the job."""

    key: str
    label: Mapping[str, str]
    share: Decimal
    reason: str


def varied(
    base: Mapping[str, Decimal],
    *,
    shifts: Mapping[str, Decimal],
    added: Sequence[Added],
    bounds: Bounds,
) -> dict[str, Decimal]:
    """The branch's weights; they add up to 100. Shifts are made first, then the others make room for what
    is added.

    Raises InvalidError naming the bound that was passed.
    """
    shifted = _shifted(base, {k: d for k, d in shifts.items() if d}, bounds.shift)
    _check_added(added, bounds.cap)
    return rules.with_dimensions(shifted, {one.key: one.share for one in added}) if added else shifted


def _shifted(base: Mapping[str, Decimal], shifts: Mapping[str, Decimal], most: Decimal) -> dict[str, Decimal]:
    rules.check_weights(base)
    unknown = sorted(set(shifts) - set(base))
    if unknown:
        raise InvalidError(f"not in the portrait: {unknown}", fields=dict.fromkeys(unknown, "unknown"))
    beyond = {key: "beyond_bound" for key, points in shifts.items() if abs(points) > most}
    if beyond:
        raise InvalidError(f"a weight may move by {most} points at most", code="beyond_bound", fields=beyond)
    if sum(shifts.values(), Decimal(0)) != 0:
        raise InvalidError("what one gains another gives", code="shifts_not_zero")
    shifted = {key: weight + shifts.get(key, Decimal(0)) for key, weight in base.items()}
    rules.check_weights(shifted)
    return shifted


def _check_added(added: Sequence[Added], cap: Decimal) -> None:
    keys = [one.key for one in added]
    if len(set(keys)) != len(keys):
        raise InvalidError("a dimension is added once", code="duplicate")
    short = {one.key: "reason" for one in added if len(one.reason.strip()) < SHORTEST_REASON}
    if short:
        raise InvalidError("say why the job at this branch asks for it", code="reason_missing", fields=short)
    whole = sum((one.share for one in added), Decimal(0))
    if whole > cap:
        raise InvalidError(
            f"own dimensions weigh {whole} together, {cap} is the most",
            code="beyond_cap",
            fields=dict.fromkeys(keys, "beyond_cap"),
        )


def delta(
    base: Mapping[str, Decimal],
    here: Mapping[str, Decimal],
    labels: Mapping[str, Mapping[str, str]],
    reasons: Mapping[str, str] | None = None,
) -> list[dict[str, Any]]:
    """One line per competency whose weight differs: at head office, here, the difference (of 100)."""
    lines = []
    for key, weight in here.items():
        before = base.get(key, Decimal(0))
        if weight != before:
            line = {
                "competency": key,
                "label": dict(labels[key]),
                "base": float(before),
                "here": float(weight),
                "difference": float(weight - before),
            }
            reason = (reasons or {}).get(key, "")
            lines.append({**line, "reason": reason} if reason else line)
    return lines
