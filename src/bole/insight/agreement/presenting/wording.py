"""Estimates and names in words, for every page of agreement."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from bole.foundation.ui.figures import Number, Series
from bole.foundation.ui.formats import say
from bole.insight.agreement.words import REASONS
from bole.measurement.reliability import Estimate

Labels = Mapping[str, Mapping[str, str]]


def told(found: Estimate, decimals: int = 2) -> str:
    """A value with its interval, or why there is none. Below thirty people pages set it smaller."""
    if found.value is None:
        return str(REASONS.get(found.reason, _("not to be computed")))
    if found.low is None or found.high is None:
        return f"{found.value:.{decimals}f}"
    return f"{found.value:.{decimals}f} [{found.low:.{decimals}f}, {found.high:.{decimals}f}]"


def series(name: str, found: Sequence[Estimate], decimals: int = 2) -> Series:
    """Values with their intervals, rounded."""

    def rounded(value: float | None) -> Number:
        return None if value is None else round(value, decimals)

    return Series(
        name,
        [rounded(one.value) for one in found],
        [rounded(one.low) for one in found],
        [rounded(one.high) for one in found],
    )


def three(found: Estimate) -> list[object]:
    """Value and both ends of its interval, for a file."""
    return ["" if value is None else f"{value:.3f}" for value in (found.value, found.low, found.high)]


def name_of(key: str, labels: Mapping[str, Any]) -> str:
    """The reader's word for a job or a competency, else its key."""
    return say(labels.get(key, {})) or key
