"""What is told upwards: progress, and that an answer is analysed."""

import hashlib
import json
from uuid import UUID

from bole.foundation import events
from bole.hiring.analysis import queries
from bole.hiring.analysis.events import AnswerAnalysed
from bole.hiring.interviews import queries as interviews
from bole.hiring.interviews import services as interview_services
from bole.hiring.interviews.queries import AnswerFacts
from bole.kernel.answers import Observation


def tell_when_ended(facts: AnswerFacts) -> None:
    """Tell upwards when this was the last stage of the answer, as things stand now: while the stage ran, a
    consent may have gone and another stage with it."""
    facts = interviews.answer_facts(facts.answer_id)
    note_progress(facts.interview_id)
    runs = queries.runs_of(facts)
    if set(runs) != set(queries.expected(facts)) or any(
        r.state not in {"done", "failed"} for r in runs.values()
    ):
        return
    failed = runs["speech"].error_code
    events.publish(
        AnswerAnalysed(
            facts.answer_id, facts.interview_id, facts.unit_id, attempt=facts.attempt, failed=failed
        )
    )


def note_progress(interview_id: UUID) -> None:
    """How far the interview's analysis is, for the live list."""
    interview_services.note_progress(interview_id=interview_id, progress=queries.progress_of(interview_id))


def fingerprint_of(observation: Observation) -> str:
    """SHA-256 of everything observed but the CPU time: equal for equal input, whichever worker did it."""
    facts = observation.to_json()
    facts.pop("cpu_seconds")
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
