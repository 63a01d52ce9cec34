"""What of an answer counts at all. Everything set aside is named by a flag and stays in the evidence of a
person.
"""

from dataclasses import dataclass

from bole.kernel.answers import Transcript
from bole.measurement.flags.disowning import called_wrong, disowned_units
from bole.measurement.flags.instructing import speaks_to_scorer
from bole.measurement.learning.bags import is_bag
from bole.measurement.learning.fragments import in_halves, is_roll
from bole.measurement.learning.reading import Part, Reading, Sentence
from bole.measurement.learning.rubric import Rubric
from bole.measurement.learning.switching import by_turns
from bole.measurement.text.pieces import stopped_tokens, total
from bole.measurement.text.reading import Reading as Told
from bole.measurement.text.reading import read

_REPEATED = 0.8  # share of equal pieces from which a sentence says an earlier one again
_ECHO = 0.6  # share of the question's pieces from which a clause only repeats the question
_LEAST_PIECES = 3
_REMEMBERED = 60  # earlier sentences a sentence is compared with


@dataclass(frozen=True)
class Kept:
    """Clauses that count, in order; ``bag``: what is left is words of the rubric without an answer."""

    clauses: tuple[Part, ...]
    flags: tuple[str, ...]
    bag: bool


def defend(reading: Reading, rubric: Rubric) -> Kept:
    """Drop instructions, repetitions, echoes of the question and bags of words, in this order."""
    flags: dict[str, None] = {}
    sentences = _without_instructions(reading, flags)
    sentences = _without_repeats(sentences, flags)
    said = [c for s in sentences for c in s.clauses]
    whole = _as_told(reading)
    clauses = _stood_for(whole, said)
    if len(clauses) < len(said):
        flags["not_stood_for"] = None
        if called_wrong(whole):
            flags["contradiction"] = None
    switched = by_turns(clauses)
    if switched:
        flags["language_switching"] = None
    clauses = [c for c in clauses if c not in switched]
    own = [c for c in clauses if not _is_echo(c, rubric)]
    if 2 * len(own) < len(clauses):  # to take up the question's words is no fault
        flags["question_echo"] = None
    bag = _bags(sentences, own, rubric)
    if bag:
        flags["keyword_stuffing"] = None
    kept = [c for c in own if c not in bag]
    return Kept(tuple(kept), tuple(flags), bool(bag) and not kept)


def _without_instructions(reading: Reading, flags: dict[str, None]) -> list[Sentence]:
    kept = [s for s in reading.sentences if not any(speaks_to_scorer(s.text, lang) for lang in ("zh", "en"))]
    if len(kept) < len(reading.sentences):
        flags["instruction_to_scorer"] = None
    return kept


def _as_told(reading: Reading) -> Told:
    return read(Transcript(language=reading.language, text=reading.normal.source, typed=True))


def _stood_for(whole: Told, clauses: list[Part]) -> list[Part]:
    """Without what is asked instead of answered, told of others, demanded of the scorer, or taken back."""
    spans = [(whole.units[i].start, whole.units[i].end) for i in disowned_units(whole)]
    return [c for c in clauses if not any(start <= (c.start + c.end) / 2 < end for start, end in spans)]


def _without_repeats(sentences: list[Sentence], flags: dict[str, None]) -> list[Sentence]:
    kept: list[Sentence] = []
    for sentence in sentences:
        if any(_again(sentence, old) for old in kept[-_REMEMBERED:]):
            flags["repetition"] = None
        else:
            kept.append(sentence)
    return kept


def _again(new: Sentence, old: Sentence) -> bool:
    if len(new.pieces) < _LEAST_PIECES:
        return new.text == old.text
    return total(new.pieces & old.pieces, {}) > _REPEATED * total(new.pieces, {})


def _is_echo(clause: Part, rubric: Rubric) -> bool:
    if len(clause.pieces) < _LEAST_PIECES or not rubric.question_pieces:
        return False
    handed_out = total(clause.pieces & rubric.question_pieces, {})
    useful = any(p in rubric.weights and p not in rubric.question_pieces for p in clause.pieces)
    return handed_out >= _ECHO * total(clause.pieces, {}) and not useful


def _bags(sentences: list[Sentence], own: list[Part], rubric: Rubric) -> set[Part]:
    """The clauses of sentences that are bags, or all clauses when only together they are one."""
    if not rubric.points:
        return set()
    counted = set(own)
    found: set[Part] = set()
    for sentence in sentences:
        said = stopped_tokens(sentence.text)
        if is_bag(sentence.text, rubric.tokens) or is_roll(said, rubric.tokens):
            found.update(c for c in sentence.clauses if c in counted)
    rest = [c for c in own if c not in found]
    left = "，".join(c.text for c in rest)
    if is_bag(left, rubric.tokens) or in_halves(stopped_tokens(left), rubric.tokens):
        found.update(rest)
    return found
