"""What the branch weighs otherwise than head office, as sentences for the page and the paper."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from bole.hiring.assessment.presenting.formats import number, one_decimal, pick


def sentences(body: Mapping[str, Any]) -> list[str]:
    """Each weight that differs with its reason, and the total under head office's weights; [] without."""
    portrait = body["portrait"]
    lines = portrait.get("delta") or []
    if not lines:
        return []
    told = [
        _("%(unit)s weighs otherwise than head office (portrait v%(version)s):")
        % {"unit": pick(portrait["base"]["unit"]), "version": portrait["base"]["version"]}
    ]
    return [*told, *map(_line, lines), *_totals(body)]


def _line(line: Mapping[str, Any]) -> str:
    told = {
        "label": pick(line["label"]),
        "base": f"{line['base']:g}",
        "here": f"{line['here']:g}",
        "difference": f"{line['difference']:+g}",
        "reason": line.get("reason", ""),
    }
    if told["reason"]:
        return _("%(label)s: %(base)s → %(here)s (%(difference)s). Reason: %(reason)s") % told
    return _("%(label)s: %(base)s → %(here)s (%(difference)s)") % told


def _totals(body: Mapping[str, Any]) -> list[str]:
    found = body.get("branch") or {}
    base, difference = number(found.get("total_base")), number(found.get("difference"))
    if base is None or difference is None:
        return []
    return [
        _("The same answers total %(base)s under head office's weights: %(difference)s here.")
        % {"base": one_decimal(base), "difference": f"{difference:+.1f}"}
    ]
