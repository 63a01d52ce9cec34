"""One answer from observation to the analyse object of docs/reference/analyse.md."""

import hashlib
import time
from dataclasses import asdict, replace
from typing import Any

import rfc8785

import bole
from bole.kernel.answers import ChannelQuality, LawMode, Observation
from bole.measurement.flags.disowning import disowned_units, retraction_flag
from bole.measurement.flags.instructing import instruction_units
from bole.measurement.flags.isolating import isolated
from bole.measurement.flags.suspicions import suspicions
from bole.measurement.frameworks.schema import Question
from bole.measurement.learning.cards import rater_cards
from bole.measurement.raters.content import Content, rate_content
from bole.measurement.raters.scene import Meanings, Prototypes, Scene, comparable_texts
from bole.measurement.scoring.fragments import fragment_flag, fragment_units
from bole.measurement.scoring.keywords import keywords
from bole.measurement.scoring.scorecard import all_unrated, ratings_of, total_of_ratings
from bole.measurement.scoring.sensitivity import perturbed, standard_errors
from bole.measurement.scoring.vocabulary import repair_for
from bole.measurement.text.reading import Reading, read
from bole.ports.embedding import Embedder

_LEAST = {"zh": 12, "en": 8}  # letters below which nothing can be rated
_AFFECT_EVENTS = ("smile", "frown")
_CHANNELS = ("audio", "speech", "video", "face", "body")
_PROTOTYPES: dict[tuple[str, str, int], Prototypes] = {}


def assess(
    question: Question,
    observation: Observation,
    embedder: Embedder,
    *,
    law: LawMode,
    input_sha256: str,
    plan_sha256: str,
    sensitivity: bool = True,
) -> dict[str, Any]:
    """The analyse object without ``file``. Same question, observation and models: same bytes but
    ``cpu_seconds``."""
    started = time.process_time()
    observation = _lawful(observation, law)
    reading = isolated(read(observation.transcript, repair_for(question)))
    meanings = meanings_for(question, reading.language, embedder)
    scene = scene_of(question, reading, observation, meanings)
    gate = _gate(question, observation, reading)
    content = rate_content(scene) if gate is None else None
    if content is None:
        ratings = all_unrated(question, gate or "insufficient_data")
    else:
        errors = _errors(question, reading, observation, meanings, content) if sensitivity else {}
        ratings = ratings_of(question, content, reading, errors)
    total, missing = total_of_ratings(ratings)
    card = {
        **_observed(observation, law),
        "keywords": keywords(question, reading),
        "sentences": _sentences(scene, content),
        "ratings": ratings,
        "flags": _flags(scene, suspicions(scene, content, observation)),
        "total": total,
        "total_missing_weight": missing,
        "law": law,
        "question": _question(question),
        "provenance": {
            "input_sha256": input_sha256,
            "rubric_sha256": question.sha256,
            "plan_sha256": plan_sha256,
            "models": {**dict(sorted(observation.models.items())), embedder.name: embedder.sha256},
            "raters": rules_version(),
            "software": f"bole {bole.__version__}",
        },
    }
    seal(card)
    cpu = {name: round(seconds, 3) for name, seconds in observation.cpu_seconds.items()}
    card["cpu_seconds"] = {**cpu, "measurement": round(time.process_time() - started, 3)}
    return card


def content_of(
    question: Question, observation: Observation, embedder: Embedder, *, law: LawMode
) -> Content | None:
    """What the raters find, without scores' errors and evidence; None where nothing can be rated."""
    observation = _lawful(observation, law)
    reading = isolated(read(observation.transcript, repair_for(question)))
    if _gate(question, observation, reading) is not None:
        return None
    meanings = meanings_for(question, reading.language, embedder)
    return rate_content(scene_of(question, reading, observation, meanings))


def rules_version() -> str:
    """Name and version of the rule raters, as their card has it."""
    card = rater_cards()["content-rules"]
    return f"{card.key} {card.version}"


def _question(question: Question) -> dict[str, Any]:
    asked = {"asked": question.asked.to_json()} if question.asked else {}
    return {"key": question.key, "version": question.version, **asked}


def seal(card: dict[str, Any]) -> None:
    """Set ``provenance.hash``: SHA-256 of the RFC 8785 form without ``file``, ``cpu_seconds`` and the
    hash itself."""
    provenance = {k: v for k, v in card["provenance"].items() if k != "hash"}
    body = {k: v for k, v in card.items() if k not in ("file", "cpu_seconds")} | {"provenance": provenance}
    card["provenance"] = {"hash": hashlib.sha256(rfc8785.dumps(body)).hexdigest(), **provenance}


def meanings_for(question: Question, language: str, embedder: Embedder) -> Meanings:
    """Fresh vectors for one answer over the rubric's, which are kept per question and language."""
    key = (question.sha256, language, id(embedder))
    if key not in _PROTOTYPES:
        _PROTOTYPES[key] = Prototypes(embedder, question, language)
    kept = _PROTOTYPES[key]
    return Meanings(embedder, kept.asking(embedder, question.prompt(language)) if question.asked else kept)


def scene_of(question: Question, reading: Reading, observation: Observation, meanings: Meanings) -> Scene:
    """Question and answer side by side. No rater reads sentences that instruct the scorer, pieces of the
    rubric strung together, or what the speaker does not stand for."""
    return Scene(
        question,
        reading,
        meanings,
        observation.speech,
        observation.pauses,
        instruction_units(reading),
        fragment_units(question, reading),
        disowned_units(reading),
    )


def _flags(scene: Scene, raised: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What was raised, and why units were set aside where nothing says so yet; one flag of a kind."""
    reading = scene.reading
    more = (fragment_flag(reading, scene.fragments), retraction_flag(reading))
    kinds = {one["kind"] for one in raised}
    return [*raised, *(one for one in more if one and one["kind"] not in kinds)]


def _errors(
    question: Question,
    reading: Reading,
    observation: Observation,
    meanings: Meanings,
    content: Content,
) -> dict[str, float | None]:
    runs = [isolated(read(transcript, repair_for(question))) for transcript in perturbed(reading)]
    meanings.learn(text for run in runs for own in comparable_texts(run) for text in own)
    scores = [
        rate_content(scene_of(question, run, observation, meanings)).scores() for run in runs if run.units
    ]
    return standard_errors(scores, content.scores(), content.steps())


def _gate(question: Question, observation: Observation, reading: Reading) -> str | None:
    """Why nothing can be rated, or None."""
    if not observation.transcript.typed:
        heard = observation.quality.get("speech")
        if heard is None and not reading.transcript.text:
            return "not_assessed"
        if heard is not None and not heard.ok:
            return "not_assessed" if "not_requested" in heard.reasons else "insufficient_data"
    if reading.length < _LEAST[reading.language] or not reading.units:
        return "insufficient_data"
    return None if reading.language in question.languages else "insufficient_data"


def _lawful(observation: Observation, law: LawMode) -> Observation:
    """EU mode: measures of facial or vocal affect are gone even if somebody hands them in."""
    if law != "eu":
        return observation
    events = tuple(e for e in observation.events if e.kind not in _AFFECT_EVENTS)
    return replace(
        observation,
        events=events,
        voice=replace(observation.voice, pitch_sd_semitones=None, loudness_db=None),
    )


def _observed(observation: Observation, law: LawMode) -> dict[str, Any]:
    transcript = observation.transcript
    voice = {k: _round(v, 3) for k, v in asdict(observation.voice).items()}
    if law == "eu":
        voice = {k: v for k, v in voice.items() if k not in ("pitch_sd_semitones", "loudness_db")}
    quality = {c: observation.quality.get(c, ChannelQuality(False, ("not_requested",))) for c in _CHANNELS}
    return {
        "transcript": {
            "language": transcript.language,
            "text": transcript.text,
            "typed": transcript.typed,
            "segments": [
                {"text": s.text, "start": _round(s.start, 3), "end": _round(s.end, 3)}
                for s in transcript.segments
            ],
        },
        "duration": _round(observation.duration, 3),
        "joints": [_round(j, 3) for j in observation.joints],
        "speech": [_span(s.start, s.end) for s in observation.speech],
        "pauses": [_span(p.start, p.end) for p in observation.pauses],
        "voice": voice,
        "events": [
            {"kind": e.kind, **_span(e.start, e.end), "value": _round(e.value, 3)} for e in observation.events
        ],
        "quality": {c: {"ok": q.ok, "reasons": list(q.reasons)} for c, q in quality.items()},
    }


def _sentences(scene: Scene, content: Content | None) -> list[dict[str, Any]]:
    rows = []
    for index, unit in enumerate(scene.reading.units):
        time_span = scene.reading.time(unit.start, unit.end)
        rows.append(
            {
                "text": scene.reading.quote(unit.start, unit.end),
                "start": _round(time_span.start, 3) if time_span else None,
                "end": _round(time_span.end, 3) if time_span else None,
                "label": content.labels[index].key if content else "none",
            }
        )
    return rows


def _span(start: float, end: float) -> dict[str, float | None]:
    return {"start": _round(start, 3), "end": _round(end, 3)}


def _round(value: float | None, digits: int) -> float | None:
    return None if value is None else round(float(value) + 0.0, digits)
