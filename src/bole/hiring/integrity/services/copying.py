"""Is an answer nearly word for word one that was given before, or one that is published?

Compared within one question of one bank, across branches. The later answer carries the finding; whose
the earlier one is stands in a row of the head office (``CopyPair``) that branches cannot read.
"""

from collections.abc import Iterable
from datetime import datetime

from bole.foundation.access.actors import system_scope
from bole.foundation.org import queries as org
from bole.hiring.analysis import queries as analysis
from bole.hiring.integrity import published
from bole.hiring.integrity.models import CopyPair, Finding, Fingerprint
from bole.hiring.integrity.rules.sights import Sight
from bole.hiring.integrity.services import writing
from bole.hiring.interviews import queries as interviews
from bole.hiring.interviews.queries import AnswerFacts
from bole.kernel.answers import Observation
from bole.measurement import copies

ALIKE = 0.12  # estimated likeness from which the words themselves are compared
CLOSEST = 5  # others compared word by word
SHOWN = 3  # stretches kept with the finding
LONGEST = 160  # characters of a stretch


def compare(facts: AnswerFacts, text: str, seen: Observation | None, now: datetime) -> None:
    """Against published texts, and against the answers of others, earlier and later."""
    asked = (*published.question_words(facts.rubric_key), *(facts.asked or {}).values())
    _published(facts, text, seen, asked, now)
    sketch = copies.signature(copies.pieces(text).set)
    Fingerprint.objects.filter(answer_id=facts.answer_id).delete()
    if sketch is None or facts.submitted_at is None:
        return
    mine = Fingerprint.objects.create(
        unit_id=facts.unit_id,
        candidate_id=facts.candidate_id,
        answer_id=facts.answer_id,
        attempt=facts.attempt,
        question_key=facts.rubric_key,
        signature=sketch.tobytes(),
        bands=copies.bands(sketch),
        submitted_at=facts.submitted_at,
    )
    with system_scope("integrity: near-copies within the bank"):
        for other in _closest(mine, sketch):
            _pair(mine, other, asked, now)


def _published(
    facts: AnswerFacts, text: str, seen: Observation | None, asked: Iterable[str], now: datetime
) -> None:
    known = [copies.match(text, one, common=asked) for one in published.texts_for(facts.rubric_key)]
    best = max(known, key=lambda m: m.share, default=None)
    if best is not None and best.near_copy:
        _point_out(facts, "published_copy", best, text, seen, now)


def _closest(mine: Fingerprint, sketch: copies.Signature) -> list[Fingerprint]:
    """Other people's answers to the same question that share a band, the most alike first."""
    near = Fingerprint.objects.filter(question_key=mine.question_key, bands__overlap=mine.bands)
    near = near.exclude(candidate_id=mine.candidate_id).exclude(answer_id=mine.answer_id)
    rated = [
        (copies.likeness(sketch, copies.read_signature(bytes(o.signature))), str(o.pk), o)
        for o in near.iterator(500)
    ]
    best = sorted((r for r in rated if r[0] >= ALIKE), key=lambda r: (-r[0], r[1]))
    return [other for _likeness, _pk, other in best[:CLOSEST]]


def _pair(one: Fingerprint, other: Fingerprint, asked: Iterable[str], now: datetime) -> None:
    """The later of the two is pointed out; of the same instant, neither is the copy."""
    if one.submitted_at == other.submitted_at:
        return
    later, earlier = (one, other) if one.submitted_at > other.submitted_at else (other, one)
    facts = interviews.answer_facts(later.answer_id)
    text, seen = words_of(facts)
    before, _ = words_of(interviews.answer_facts(earlier.answer_id))
    found = copies.match(text, before, common=asked)
    if not found.near_copy:
        return
    _point_out(facts, "near_copy", found, text, seen, now)
    root = org.root()
    assert root is not None  # a unit that has interviews lies beneath one
    CopyPair.objects.update_or_create(
        answer_id=later.answer_id,
        other_id=earlier.answer_id,
        defaults={"share": found.share},
        create_defaults={
            "unit": root,
            "candidate_id": later.candidate_id,
            "other_candidate_id": earlier.candidate_id,
            "share": found.share,
            "found_at": now,
        },
    )


def words_of(facts: AnswerFacts) -> tuple[str, Observation | None]:
    """What was typed or recognised."""
    if facts.kind == "typed":
        return facts.typed_text, None
    seen = analysis.outcome_of(facts.answer_id).observation
    return (seen.transcript.text, seen) if seen is not None else ("", None)


def _point_out(
    facts: AnswerFacts, kind: str, found: copies.Match, text: str, seen: Observation | None, now: datetime
) -> None:
    """The largest share counts; a finding somebody decided about stays as it was seen."""
    known = Finding.objects.filter(answer_id=facts.answer_id, attempt=facts.attempt, kind=kind).first()
    if known is not None and (known.figures["share"] >= found.share or known.decisions.exists()):
        return
    longest = sorted(found.spans, key=lambda s: s[0] - s[1])[:SHOWN]
    figures = {"share": found.share, "letters": float(found.letters)}
    sight = Sight(kind, figures, tuple(_times(seen, sorted(longest))))
    writing.write(facts, sight, now, [text[a:b][:LONGEST] for a, b in sorted(longest)])


def _times(seen: Observation | None, spans: Iterable[tuple[int, int]]) -> Iterable[tuple[float, float]]:
    for start, end in spans if seen is not None else ():
        said = seen.transcript.time_of(start, end - start) if seen is not None else None
        if said is not None:
            yield round(said.start, 1), round(said.end, 1)
