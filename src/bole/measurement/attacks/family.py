"""What a family of attacks is."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Literal

from bole.measurement.attacks.targets import Target
from bole.measurement.frameworks.schema import Both

Basis = Literal["weak", "host"]


@dataclass(frozen=True, slots=True)
class Attack:
    """A doctored answer; ``host`` is the text it was made from, empty when it was made from the rubric."""

    text: str
    host: str = ""


@dataclass(frozen=True, slots=True)
class Family:
    """One way of attacking. ``build`` must give the same attacks for the same target and random start.

    ``basis`` says which gain the limits are held against: ``weak`` over honest weak and middling answers,
    ``host`` over the text that was doctored (for what doctors a good answer, which rightly beats a weak one).
    """

    key: str
    label: Both
    what: Both
    build: Callable[[Target, Random], Iterator[Attack]]
    basis: Basis = "weak"
    languages: tuple[str, ...] = ("zh", "en")
