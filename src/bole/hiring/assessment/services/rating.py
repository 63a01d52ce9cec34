"""From what was observed to a rating with evidence. The words are measured outside any transaction."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction

from bole.foundation import events, queue
from bole.foundation.audit import services as audit
from bole.hiring.analysis import queries as analysis
from bole.hiring.analysis.queries import Outcome
from bole.hiring.assessment.events import AnswerRated
from bole.hiring.assessment.models import AnswerRating, RubricSource
from bole.hiring.assessment.services import compiling, heard
from bole.hiring.interviews import queries as interviews
from bole.hiring.interviews import services as interview_services
from bole.hiring.interviews.queries import AnswerFacts
from bole.hiring.raters import queries as raters
from bole.hiring.requisitions import queries as bank
from bole.kernel.answers import Observation
from bole.kernel.errors import BoleError, ConflictError
from bole.measurement import api as measurement
from bole.measurement import trained


def rate_answer(*, answer_id: UUID, attempt: int, now: datetime) -> AnswerRating | None:
    """Rate an answer once per input; a changed input (another plan, a mended failure) makes a new version.

    None when the answer is not there to be rated: withdrawn, retaken, not analysed yet, or analysis refused.
    """
    facts = interviews.answer_facts(answer_id)
    if not facts.submitted or facts.withdrawn or facts.attempt != attempt or not facts.automated:
        return None
    outcome = observed(facts)
    if not outcome.complete:
        return None
    ground = fingerprint(facts, outcome, _rubric_of(facts), _raters_of(facts))
    known = AnswerRating.objects.filter(answer_id=answer_id, attempt=attempt, input_sha256=ground).first()
    if known is not None:
        return known
    result, code = _rated(facts, outcome)
    return _store(facts, ground, result, code, now)


def fingerprint_now(facts: AnswerFacts) -> str:
    """What a rating of this answer would rest on at this moment; empty when there is nothing to rate."""
    if not facts.submitted or facts.withdrawn or not facts.automated:
        return ""
    if facts.kind != "typed" and not facts.files:
        return ""
    outcome = observed(facts)
    if not outcome.complete:
        return ""
    return fingerprint(facts, outcome, _rubric_of(facts), _raters_of(facts))


def _rated(facts: AnswerFacts, outcome: Outcome) -> tuple[dict[str, Any] | None, str]:
    """By the question's rubric; the answer to a probe together with the answer it adds to."""
    if facts.parent_id is None:
        return measured(facts, outcome, _question_of(facts))
    answer = observed(interviews.answer_facts(facts.parent_id)).observation
    return measured(facts, outcome, _rubric(facts), adds_to=answer)


def _question_of(facts: AnswerFacts) -> measurement.Question | str:
    return _rubric(facts) if facts.asked is None else measurement.asked_in(_rubric(facts), facts.asked)


def _rubric(facts: AnswerFacts) -> measurement.Question | str:
    """The bank's own version of the question the candidate was asked in, else the library's key."""
    return bank.own_rubric(facts.rubric_key, facts.question_sha256) or facts.rubric_key


def observed(facts: AnswerFacts) -> Outcome:
    """What perception saw and heard of a recording, or the typed words."""
    return heard.typed_words(facts) if facts.kind == "typed" else analysis.outcome_of(facts.answer_id)


def _rubric_of(facts: AnswerFacts) -> str:
    rubric = _rubric(facts)
    return (measurement.load_question(rubric) if isinstance(rubric, str) else rubric).sha256


def _raters_of(facts: AnswerFacts) -> dict[str, str]:
    """The bank's own raters know the library's questions as they are asked of everybody, not probes."""
    if facts.parent_id is not None or facts.asked is not None or not isinstance(_rubric(facts), str):
        return {}
    return raters.named_in_force(facts.rubric_key, _rubric_of(facts))


def fingerprint(
    facts: AnswerFacts, outcome: Outcome, rubric_sha256: str, by: Mapping[str, str] | None = None
) -> str:
    """SHA-256 of everything a rating follows from; ``by``: competency → hash of a trained rater."""
    seen = outcome.observation.to_json() if outcome.observation else {}
    seen.pop("cpu_seconds", None)
    whole = {
        "question": rubric_sha256,
        "law": facts.law,
        "observation": seen,
        "failures": outcome.failures,
        **_beside(facts),
        **({"raters": dict(by)} if by else {}),
    }
    return hashlib.sha256(json.dumps(whole, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _beside(facts: AnswerFacts) -> dict[str, Any]:
    """What else the rating of a question beside the guide follows from."""
    if facts.parent_id is not None:
        return {"adds_to": fingerprint_now(interviews.answer_facts(facts.parent_id))}
    return {"asked": dict(facts.asked)} if facts.asked is not None else {}


def measured(
    facts: AnswerFacts,
    outcome: Outcome,
    question: measurement.Question | str,
    *,
    sensitivity: bool = True,
    adds_to: Observation | None = None,
) -> tuple[dict[str, Any] | None, str]:
    """The analyse object, or the name of what went wrong. ``adds_to``: the answer a probe was asked about."""
    if outcome.observation is None:
        return None, outcome.failures.get("speech", "not_analysed")
    assess = (
        partial(measurement.assess_addition, question, adds_to)
        if adds_to
        else partial(measurement.assess, question)
    )
    try:
        found = assess(
            outcome.observation,
            law=facts.law,
            input_sha256=_input_hash(facts),
            plan_sha256=analysis.plan_sha256_of(facts),
            sensitivity=sensitivity,
        )
        return (found if adds_to else _by_the_banks_own(found, question)), ""
    except BoleError as error:
        if error.retryable:
            raise
        return None, error.code


def _by_the_banks_own(found: dict[str, Any], question: measurement.Question | str) -> dict[str, Any]:
    """Raters the bank put in force, for the rubric in force; another one on trial is rated by the rules."""
    if not isinstance(question, str):
        return found
    loaded = measurement.load_question(question)
    own = raters.in_force(question, loaded.sha256)
    return trained.with_trained(found, loaded, own) if own else found


def _input_hash(facts: AnswerFacts) -> str:
    """SHA-256 of the recordings' hashes in order, or of the typed words; of a single recording its own
    hash."""
    if facts.kind == "typed":
        return hashlib.sha256(facts.typed_text.encode()).hexdigest()
    hashes = [sha for _, sha in facts.files]
    return hashes[0] if len(hashes) == 1 else hashlib.sha256("".join(hashes).encode()).hexdigest()


def _keep_rubric(question_key: str, result: dict[str, Any] | None, now: datetime) -> None:
    """Keep the text the rating follows from, once; a library changed in between is asked again."""
    if result is None:
        return
    used = result["provenance"]["rubric_sha256"]
    if RubricSource.objects.filter(pk=used).exists():
        return
    source = bank.own_source(question_key, used) or measurement.rubric_source(question_key)
    if hashlib.sha256(source).hexdigest() != used:
        raise ConflictError("the rubric changed while it was used", code="rubric_changed", retryable=True)
    kept = RubricSource(sha256=used, text=source.decode(), kept_at=now)
    RubricSource.objects.bulk_create([kept], ignore_conflicts=True)


@transaction.atomic
def _store(
    facts: AnswerFacts, fingerprint: str, result: dict[str, Any] | None, code: str, now: datetime
) -> AnswerRating | None:
    """Under the interview's lock: of two answers rated at once the later one sees both and compiles."""
    if not interview_services.hold(interview_id=facts.interview_id):
        return None
    mine = AnswerRating.objects.filter(answer_id=facts.answer_id, attempt=facts.attempt)
    known = mine.filter(input_sha256=fingerprint).first()
    if known is not None:
        return known
    _keep_rubric(facts.rubric_key, result, now)
    rating = AnswerRating.objects.create(
        unit_id=facts.unit_id,
        candidate_id=facts.candidate_id,
        interview_id=facts.interview_id,
        answer_id=facts.answer_id,
        attempt=facts.attempt,
        version=mine.count() + 1,
        input_sha256=fingerprint,
        result=result,
        hash=(result or {}).get("provenance", {}).get("hash", ""),
        error_code=code[:40],
        rated_at=now,
    )
    count_rated(facts.interview_id)
    events.publish(AnswerRated(facts.answer_id, facts.interview_id, facts.unit_id))
    heard.defer_decision(facts.interview_id, facts.unit_id)
    if compiling.ready_to_compile(facts.interview_id):
        queue.defer(compiling.TASK, interview_id=facts.interview_id, unit_id=facts.unit_id)
    audit.record(
        verb="hiring.assessment.answer.rated",
        obj=("answer", facts.answer_id),
        unit_id=facts.unit_id,
        details={"version": rating.version, "hash": rating.hash, "code": rating.error_code},
    )
    return rating


def count_rated(interview_id: UUID) -> None:
    """The list's figures: answers rated, answers that failed."""
    newest = compiling.newest_ratings(interview_id)
    failed = sum(1 for rating in newest.values() if rating.error_code)
    interview_services.note_progress(interview_id=interview_id, analysed=len(newest) - failed, failed=failed)
