"""A probe's answer read together with the answer it adds to: parent and addition by the parent's rubric."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bole.kernel.answers import Event, LawMode, Observation, Segment, Span, Transcript, Word
from bole.measurement.frameworks.schema import Question
from bole.measurement.scoring.assessing import assess, seal
from bole.ports.embedding import Embedder

JOINT = "\n"  # ends the last sentence of the answer
ANSWER, ADDITION = "answer", "addition"
_OWN = (
    "transcript", "duration", "joints", "speech", "pauses", "voice", "events", "quality", "sentences",
    "keywords",
)  # fmt: skip


def assess_addition(
    question: Question,
    answer: Observation,
    addition: Observation,
    embedder: Embedder,
    *,
    law: LawMode,
    input_sha256: str,
    plan_sha256: str,
    sensitivity: bool = True,
) -> dict[str, Any]:
    """The analyse object of the addition: observed is the addition alone, ``ratings`` and ``flags`` are of
    both together.

    Every piece of evidence says in ``of`` whether it stands in the ``answer`` or in the ``addition``; places
    and times are those of where it stands.
    """
    more = {
        "law": law,
        "input_sha256": input_sha256,
        "plan_sha256": plan_sha256,
    }
    whole = assess(question, joined(answer, addition), embedder, sensitivity=sensitivity, **more)  # type: ignore[arg-type]  # a mapping of the same keyword arguments for both
    alone = assess(question, addition, embedder, sensitivity=False, **more)  # type: ignore[arg-type]  # as above
    border = len(answer.transcript.text) + len(JOINT) if _heard(addition) else None
    for row in (*whole["ratings"], *whole["flags"]):
        row["evidence"] = [_placed(one, border, answer.duration) for one in row.get("evidence", ())]
    card = {**whole, **{name: alone[name] for name in _OWN}}
    card["provenance"] = {**whole["provenance"], "rated_with": "answer_and_addition"}
    seal(card)
    return card


def joined(answer: Observation, addition: Observation) -> Observation:
    """One observation: the addition follows the answer. Quality is the answer's: an addition nobody could
    hear takes nothing away from what was heard before, and leaves it as it stands.
    """
    if not _heard(addition):
        return answer
    at, late = len(answer.transcript.text) + len(JOINT), answer.duration
    return replace(
        answer,
        duration=round(answer.duration + addition.duration, 3),
        transcript=_words(answer.transcript, addition.transcript, at, late),
        speech=answer.speech + tuple(_later(s, late) for s in addition.speech),
        pauses=answer.pauses + tuple(_later(s, late) for s in addition.pauses),
        events=answer.events + tuple(_moved(e, late) for e in addition.events),
        joints=(*answer.joints, late, *(round(j + late, 3) for j in addition.joints)),
        models={**answer.models, **addition.models},
    )


def _heard(addition: Observation) -> bool:
    speech = addition.quality.get("speech")
    usable = addition.transcript.typed or speech is None or speech.ok
    return usable and bool(addition.transcript.text.strip())


def _words(answer: Transcript, addition: Transcript, at: int, late: float) -> Transcript:
    return Transcript(
        language=answer.language,
        text=answer.text + JOINT + addition.text,
        segments=answer.segments
        + tuple(
            Segment(s.text, _t(s.start, late), _t(s.end, late), s.offset + at) for s in addition.segments
        ),
        words=answer.words
        + tuple(Word(w.text, _t(w.start, late), _t(w.end, late), w.offset + at) for w in addition.words),
        typed=answer.typed and addition.typed,
    )


def _placed(row: Mapping[str, Any], border: int | None, late: float) -> dict[str, Any]:
    """Evidence as it stands in one of the two texts; one that runs over the border keeps its larger half."""
    offset, quote = row.get("offset"), row.get("quote")
    if border is None or offset is None or quote is None or offset + len(quote) <= border:
        return {**row, "of": ANSWER}
    before = max(0, border - offset)
    if before > len(quote) - before:
        return {**row, "of": ANSWER, "quote": quote[:before].rstrip(JOINT)}
    times = {name: None if row[name] is None else _t(row[name], -late) for name in ("start", "end")}
    times = {name: None if value is None else max(0.0, value) for name, value in times.items()}
    return {**row, "of": ADDITION, "quote": quote[before:], "offset": max(0, offset - border), **times}


def _later(span: Span, late: float) -> Span:
    return Span(_t(span.start, late), _t(span.end, late))


def _moved(event: Event, late: float) -> Event:
    return replace(event, start=_t(event.start, late), end=_t(event.end, late))


def _t(seconds: float, late: float) -> float:
    return round(seconds + late, 3)
