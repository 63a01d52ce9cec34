"""How much of each wording of the rubric is found in a text: by letters, and by sound as a second look.

All wordings of a question are indexed by their pieces once, so that a sentence is looked up and not compared
with each of them. Sums are of whole tenths: exact, whatever their order.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from bole.measurement.frameworks.schema import Question
from bole.measurement.text.grams import gram_weight, grams, sound_grams
from bole.measurement.text.normalise import normalise

_LEAST = 3  # pieces below which a wording is too short to be recognised by them
Index = Mapping[str, tuple[tuple[int, int], ...]]  # piece → (number of the wording, weight in tenths)


@dataclass(frozen=True, slots=True)
class Recall:
    """The share of the best wording that was found, by letters and by sound."""

    letters: float
    sounds: float


class Wordings:
    """Groups of wordings in one language, without the pieces that the question (``prompt``) hands out."""

    def __init__(self, groups: tuple[tuple[str, ...], ...], prompt: str, language: str) -> None:
        self._chinese = language == "zh"
        self._groups: dict[tuple[str, ...], range] = {}
        letters: list[dict[str, int]] = []
        sounds: list[dict[str, int]] = []
        for group in groups:
            self._groups[group] = range(len(letters), len(letters) + len(group))
            for text in (normalise(phrasing).text for phrasing in group):
                pieces = grams(text, language) - grams(prompt, language)
                letters.append({piece: round(10 * gram_weight(piece)) for piece in pieces})
                heard = sound_grams(text) - sound_grams(prompt) if self._chinese else frozenset()
                sounds.append(dict.fromkeys(heard, 10))
        self._letters, self._whole = _indexed(letters)
        self._sounds, self._whole_sounds = _indexed(sounds)

    def recalls(self, letters: Iterable[str], sounds: Iterable[str]) -> Mapping[tuple[str, ...], Recall]:
        """By the wordings of an indicator: how much of its best one is among these pieces."""
        found = list(_shares(letters, self._letters, self._whole))
        heard = (
            list(_shares(sounds, self._sounds, self._whole_sounds)) if self._chinese else [0.0] * len(found)
        )
        return {
            group: Recall(max((found[i] for i in r), default=0.0), max((heard[i] for i in r), default=0.0))
            for group, r in self._groups.items()
        }


def _indexed(wordings: list[dict[str, int]]) -> tuple[Index, tuple[int, ...]]:
    """The index of all pieces, and the whole weight of each wording; 0 where it is too short."""
    index: dict[str, list[tuple[int, int]]] = {}
    for number, pieces in enumerate(wordings):
        for piece, weight in pieces.items():
            index.setdefault(piece, []).append((number, weight))
    whole = tuple(sum(p.values()) if len(p) >= _LEAST else 0 for p in wordings)
    return {piece: tuple(places) for piece, places in index.items()}, whole


def _shares(pieces: Iterable[str], index: Index, whole: tuple[int, ...]) -> Iterator[float]:
    sums = [0] * len(whole)
    for piece in pieces:
        for number, weight in index.get(piece, ()):
            sums[number] += weight
    for part, all_of_it in zip(sums, whole, strict=True):
        yield part / all_of_it if all_of_it else 0.0


def wordings_of(question: Question, language: str) -> Wordings:
    """The index of a question as it was asked."""
    lexicons = question.lexicons
    owners = (*question.points, *question.statements, *lexicons.statements, *lexicons.customer)
    groups = tuple(dict.fromkeys(owner.phrasings[language] for owner in owners))
    return _wordings(groups, normalise(question.prompt(language)).text, language)


_wordings = lru_cache(maxsize=256)(Wordings)
