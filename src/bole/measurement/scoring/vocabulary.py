"""The words a question expects, against which misheard characters are read.

Breaches are left out: nobody is accused of words that were only guessed from their sound. Nor is a breach
that was recognised as it stands read away: its words stay.
"""

import re
from collections.abc import Iterator

from bole.measurement.frameworks.schema import Part, Question
from bole.measurement.text.repair import Repair

_KNOWN: dict[str, Repair] = {}
_WORDS = re.compile(r"[|&!.]+")


def repair_for(question: Question) -> Repair:
    """The repair of a question's Chinese, kept per rubric version."""
    if question.sha256 not in _KNOWN:
        _KNOWN[question.sha256] = Repair(_texts(question), _accusing(question))
    return _KNOWN[question.sha256]


def _accusing(question: Question) -> Iterator[str]:
    """The words of breaches, of two characters and more."""
    for breach in (*question.breaches, *question.lexicons.breaches, *question.lexicons.customer_breaches):
        for cue in breach.cues["zh"]:
            wanted = (group for group in cue.source.split("&") if not group.strip().startswith("!"))
            yield from (
                word for group in wanted for word in _WORDS.split(group.replace(" ", "")) if len(word) > 1
            )


def _texts(question: Question) -> Iterator[str]:
    lexicons = question.lexicons
    yield question.prompts.zh
    for indicator in (*question.points, *question.statements, *lexicons.statements, *lexicons.customer):
        yield from indicator.phrasings["zh"]
        yield indicator.advice.zh
        for cue in indicator.cues["zh"]:
            yield from _WORDS.split(cue.source)
    for part in lexicons.parts:
        yield from _part(part)
    for term in question.terms:
        yield from term.words["zh"]
    yield from lexicons.template["zh"]
    yield from lexicons.background["zh"]
    yield from lexicons.everyday["zh"]


def _part(part: Part) -> Iterator[str]:
    yield from part.prototypes["zh"]
    for cue in part.cues["zh"]:
        yield from _WORDS.split(cue.source)
