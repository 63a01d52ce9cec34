"""Hidden needs: sentences of an interview that ask for training, verbatim, with the second they were said.

A sentence counts when it has a word of wishing and a word of learning and none that turns it round. Nothing
is scored: a person reads the sentence and confirms or drops the course.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_ENDS = re.compile(r"(?<=[。！？!?；;])|(?<=[a-z]\.)\s|\n")
LONGEST = 200  # characters of a quote; longer speech without a full stop is no sentence
MOST = 5


@dataclass(frozen=True, slots=True)
class Course:
    """``topics``: words that lead to it; without any it is the general one."""

    key: str
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """Of all languages together, in lower case."""

    wish: tuple[str, ...]
    learning: tuple[str, ...]
    against: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A stretch of transcript. ``second``: when it began, None where it was typed."""

    text: str
    second: float | None
    answer: str


@dataclass(frozen=True, slots=True)
class Wish:
    """One course with the sentence that asks for it, a verbatim slice of ``Said.text``."""

    course: str
    quote: str
    second: float | None
    answer: str


def found(said: Iterable[Said], words: Words, courses: Sequence[Course]) -> list[Wish]:
    """One wish a course, the first that asks for it, in the order they were said; at most ``MOST``."""
    wishes: dict[str, Wish] = {}
    for one in said:
        for sentence in _sentences(one.text):
            if is_wish(sentence, words):
                for course in _courses(sentence, courses):
                    wishes.setdefault(course, Wish(course, sentence, one.second, one.answer))
    return list(wishes.values())[:MOST]


def is_wish(sentence: str, words: Words) -> bool:
    """Whether somebody asks for training here."""
    text = sentence.lower()
    if any(word in text for word in words.against):
        return False
    return any(word in text for word in words.wish) and any(word in text for word in words.learning)


def _courses(sentence: str, courses: Sequence[Course]) -> list[str]:
    text = sentence.lower()
    named = [one.key for one in courses if any(topic in text for topic in one.topics)]
    return named or [one.key for one in courses if not one.topics]


def _sentences(text: str) -> list[str]:
    parts = (part.strip() for part in _ENDS.split(text))
    return [part for part in parts if 4 <= len(part) <= LONGEST]
