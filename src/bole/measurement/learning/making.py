"""Made-up marked answers, to try the machinery of learning: nothing they show is about people.

Every answer says some of a question's key points in one of the rubric's wordings, now and then only half of
one, with sentences of other questions between, sometimes with a denied point; the mark is the share of points
that is said, less half of what is denied, with a marker's noise. The same seed gives the same answers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from bole.measurement.learning.examples import Example

NOISE = 0.09  # standard deviation of a marker
_HALF, _DENIED, _FOREIGN = 0.15, 0.08, 0.25
_DENIAL = {"zh": "我不会", "en": "I would not "}


@dataclass(frozen=True, slots=True)
class Subject:
    """A question with the wordings of each point; ``foreign``: sentences that answer other questions."""

    question: str
    language: str
    wordings: tuple[tuple[str, ...], ...]
    foreign: tuple[str, ...]

    @property
    def points(self) -> tuple[str, ...]:
        """What a rater is given: the first wording of each."""
        return tuple(words[0] for words in self.wordings)


def made_up(subject: Subject, count: int, seed: str) -> list[Example]:
    """``count`` marked answers to one question."""
    chance = Random(f"{seed}:{subject.question}")  # noqa: S311  no secret
    return [_answer(subject, chance) for _ in range(count)]


def _answer(subject: Subject, chance: Random) -> Example:
    wanted = chance.random()
    said, worth = [], 0.0
    for words in subject.wordings:
        if chance.random() < wanted:
            text, value = _said(chance.choice(words), subject.language, chance)
            said.append(text)
            worth += value
    extra = [s for s in subject.foreign if chance.random() < _FOREIGN][:2]
    chance.shuffle(said)
    text = _joined([*said, *extra], subject.language)
    mark = min(1.0, max(0.0, worth / len(subject.wordings) + chance.gauss(0, NOISE)))
    return Example(subject.question, subject.points, text, round(mark, 3) if said else 0.0, subject.language)


def _said(wording: str, language: str, chance: Random) -> tuple[str, float]:
    """A point as it is said, and what that is worth."""
    plain = wording.rstrip("。. ")
    turn = chance.random()
    if turn < _DENIED:
        return _DENIAL[language] + plain, -0.5
    if turn < _DENIED + _HALF:
        return _half(plain, language), 0.5
    return plain, 1.0


def _half(text: str, language: str) -> str:
    if language == "zh":
        return text[: max(2, len(text) // 2)]
    words = text.split()
    return " ".join(words[: max(1, len(words) // 2)])


def _joined(parts: Sequence[str], language: str) -> str:
    stop = "。" if language == "zh" else ". "
    return stop.join(parts) + (stop.strip() if parts else "")
