"""Figures as people read them: one decimal for scores, m:ss for seconds, signed points."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language

from bole.foundation.ui.formats import one_decimal as one_decimal  # shown together with the words here

MINUS = "\u2212"


def pick(texts: Mapping[str, str] | str | None, language: str | None = None) -> str:
    """The text in the reader's language; a library text is ``{zh, en}``, older ones plain strings."""
    if not texts:
        return ""
    if isinstance(texts, str):
        return texts
    wanted = "zh" if (language or get_language() or "zh").startswith("zh") else "en"
    return texts.get(wanted) or texts.get("zh") or next(iter(texts.values()), "")


def clock(seconds: float | None) -> str:
    """Seconds as ``m:ss`` (floor, as players print it); an empty string for none."""
    if seconds is None:
        return ""
    whole = max(0, int(seconds))
    return f"{whole // 60}:{whole % 60:02d}"


def short(value: float | None) -> str:
    """A number without a useless ``.0``."""
    if value is None:
        return ""
    return f"{value:.1f}".removesuffix(".0")


def signed(points: float) -> str:
    """Evidence points with their sign; typographic minus."""
    text = short(abs(points))
    if text == "0":
        return "0"
    return f"+{text}" if points > 0 else f"{MINUS}{text}"


def number(value: Any) -> float | None:
    """A float out of JSON, or None."""
    return None if value is None else float(value)
