"""What a look at the installation brings: one thing, well or not, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. ``needed`` False: the product runs without it, with the loss named in ``mend``."""

    what: str
    well: bool
    seen: str
    mend: str = ""
    needed: bool = True
