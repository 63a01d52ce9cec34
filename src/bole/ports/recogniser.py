"""What we ask of a speech recogniser. A bank may install a stronger one by configuration (see the plan)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class HeardWord:
    """One word as written by the recogniser (leading blank included where the script has blanks).

    Times in seconds from the start of piece number ``piece``.
    """

    text: str
    start: float
    end: float
    piece: int = 0


@dataclass(frozen=True, slots=True)
class Heard:
    """Everything recognised in one answer.

    ``language``: the one it was transcribed in. ``languages``: probability of each language the model knows.
    """

    language: str
    words: tuple[HeardWord, ...] = ()
    languages: Mapping[str, float] = field(default_factory=dict)


class Recogniser(Protocol):
    """Turns sound into words. Must give the same words for the same samples, in any process."""

    def hear(
        self,
        pieces: Sequence[NDArray[np.float32]],
        *,
        languages: Sequence[str],
        share: Callable[[float], None],
    ) -> Heard:
        """Pieces of speech (mono 16 kHz, -1..1, at most 30 s each) → words in the likeliest language.

        ``languages``: the allowed ones. ``share`` is told how much is done, 0–1.
        """
        ...
