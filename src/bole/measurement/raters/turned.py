"""A wording of the rubric said nearly word for word and turned round by a negation of its own.

Words, cues and vectors find such a sentence as surely as the wording itself; only its polarity tells. Judged
where next to nothing else stands in the sentence: with words of one's own around them, a negation may well
belong to those.
"""

import re
from functools import lru_cache

from bole.measurement.negation.denial import opposed
from bole.measurement.text.grams import gram_weight, grams
from bole.measurement.text.normalise import normalise

_FRAME = {  # a denial of a whole sentence, set before it
    "zh": re.compile(r"^(?:我)?并(?:不|没有|未|非)(?!是|只|仅|完全|一定|代表|意味)"),
    "en": re.compile(r"^it is not (?:the case|true) that "),
}
_HELD, _OWN = 0.7, 0.7  # shared weight, of the wording and of what is said


@lru_cache(maxsize=65_536)
def turned_round(said: str, wordings: tuple[str, ...], language: str) -> bool:
    """Whether ``said`` (normalised) is one of the wordings but for a negation it has, or lacks."""
    plain = _FRAME[language].sub("", said.strip(), count=1)
    nearest = _nearest(plain, wordings, language)
    if nearest is None:
        return False
    return (plain != said.strip()) != opposed(plain, nearest)


def _nearest(said: str, wordings: tuple[str, ...], language: str) -> str | None:
    pieces = grams(said, language)
    whole = _weight(pieces)
    best, found = 0.0, None
    for wording, wanted, full in _read(wordings, language):
        shared = _weight(pieces & wanted)
        if shared >= _HELD * full and shared >= _OWN * whole and shared > best:
            best, found = shared, wording
    return found


@lru_cache(maxsize=2048)
def _read(wordings: tuple[str, ...], language: str) -> tuple[tuple[str, frozenset[str], float], ...]:
    texts = [normalise(wording).text for wording in wordings]
    return tuple((t, grams(t, language), _weight(grams(t, language))) for t in texts)


def _weight(pieces: frozenset[str]) -> float:
    return sum(round(10 * gram_weight(piece)) for piece in pieces) / 10
