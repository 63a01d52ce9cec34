"""How often the words of the question's lexicon were said: counted by hand or by this, the number is
the same."""

from collections.abc import Iterator
from typing import Any

from bole.measurement.frameworks.schema import Question, Term
from bole.measurement.text.normalise import is_cjk
from bole.measurement.text.reading import Reading
from bole.measurement.text.sound import heard, syllables


def keywords(question: Question, reading: Reading) -> list[dict[str, Any]]:
    """Per word: ``exact`` occurrences in the transcript's text, and separately those that only sound
    alike."""
    text = reading.transcript.text
    rows = []
    for term in question.terms:
        for word in term.words[reading.language]:
            exact = list(_exact(text, word))
            rows.append(
                {
                    "term": word,
                    "family": term.key,
                    "exact": len(exact),
                    "by_sound": _heard(text, word, exact, term),
                    "spans": [span for at in exact if (span := _span(reading, at, len(word)))],
                    "offsets": [[at, at + len(word)] for at in exact],
                }
            )
    return rows


def _heard(text: str, word: str, exact: list[int], term: Term) -> int:
    """Occurrences that sound like the word, or are listed as what a recogniser writes for it."""
    alike = sum(1 for _ in _by_sound(text, word, exact)) if _has_sound(word) else 0
    listed = (form for form in term.homophones.get(word, ()) if syllables(form) != syllables(word))
    return alike + sum(sum(1 for _ in _exact(text, form)) for form in listed)


def _exact(text: str, word: str) -> Iterator[int]:
    lowered, wanted = text.lower(), word.lower()
    at = lowered.find(wanted)
    while at >= 0:
        yield at
        at = lowered.find(wanted, at + len(wanted))


def _by_sound(text: str, word: str, exact: list[int]) -> Iterator[int]:
    said, wanted = heard(text), heard(word)
    taken = {i for at in exact for i in range(at, at + len(word))}
    at = said.find(wanted)
    while at >= 0:
        free = taken.isdisjoint(range(at, at + len(wanted)))
        if free:
            yield at
        at = said.find(wanted, at + (len(wanted) if free else 1))


def _has_sound(word: str) -> bool:
    return len(word) >= 2 and all(map(is_cjk, word))


def _span(reading: Reading, at: int, length: int) -> list[float] | None:
    if reading.transcript.typed:
        return None
    time = reading.transcript.time_of(at, length)
    return [round(time.start, 3), round(time.end, 3)] if time else None
