"""What the candidate's page may note about itself, and how much of it is kept. Pure.

The notes come from a browser nobody controls: they are bounded in kind, number and size, and nothing but a
person ever acts on them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

KINDS = ("hidden", "pasted", "fullscreen")  # a tuple: what is asked for need not be hashable
MOST = 40  # per answer; who leaves the page more often is no clearer for it
MOST_AT_ONCE = 40
LONGEST = 36_000.0  # seconds
LARGEST = 100_000  # characters
WORDING = 2  # the first version of the consent to analysis that tells of these notes


@dataclass(frozen=True, slots=True)
class Note:
    """``at`` and ``seconds`` in seconds, ``size`` in characters."""

    kind: str
    at: float
    seconds: float = 0.0
    size: int = 0


class Decision(Protocol):
    """A consent as foundation.privacy tells it."""

    @property
    def holds(self) -> bool:
        """Granted and not taken back."""
        ...

    @property
    def wording_version(self) -> int:
        """Of the words agreed to."""
        ...


def told(analysis: Decision | None) -> bool:
    """Whether the consent to the analysis stands, in words that tell of these notes."""
    return analysis is not None and analysis.holds and analysis.wording_version >= WORDING


def notes_in(sent: Any) -> list[Note]:
    """Those of the sent things that can be notes; anything else is passed over without a word."""
    if not isinstance(sent, list):
        return []
    found = [note for one in sent[:MOST_AT_ONCE] if (note := _note(one)) is not None]
    return list({(note.kind, note.at): note for note in found}.values())


def room(kept: int, notes: Sequence[Note]) -> list[Note]:
    """The first of the notes, as far as there is room for them beside ``kept`` earlier ones."""
    return list(notes[: max(0, MOST - kept)])


def _note(one: Any) -> Note | None:
    if not isinstance(one, dict) or one.get("kind") not in KINDS:
        return None
    at = _number(one.get("at"), LONGEST)
    if at is None:
        return None
    seconds = _number(one.get("seconds", 0), LONGEST) or 0.0
    size = int(_number(one.get("size", 0), LARGEST) or 0)
    return Note(one["kind"], at, seconds, size)


def _number(value: Any, most: float) -> float | None:
    """A finite number from 0 to ``most``, in tenths."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
        return None
    return round(float(value), 1)
