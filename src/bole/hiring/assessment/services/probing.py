"""Deciding on follow-up questions: from the final transcripts of the core answers, by one rule, once."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from bole.hiring.assessment.services import heard
from bole.hiring.interviews import queries as interviews
from bole.hiring.interviews import services as interview_services
from bole.hiring.interviews.queries import AnswerFacts
from bole.kernel.errors import NotFoundError
from bole.measurement import api as measurement
from bole.measurement.api import Given


@dataclass(frozen=True, slots=True)
class Found:
    """What the rule sees and says: rows to keep, their hash, and the probes."""

    inputs: list[dict[str, Any]]
    sha256: str
    chosen: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Replay:
    """The same decision taken again. ``same``: inputs and choice are what was kept."""

    kept: Found
    again: Found

    @property
    def same(self) -> bool:
        """Whether it came out as it was kept."""
        return (self.kept.sha256, self.kept.chosen) == (self.again.sha256, self.again.chosen)


def decide_probes(*, interview_id: UUID, now: datetime) -> Any:
    """Take the decision when all answers are heard; None when it is not time, or was taken.

    The words are read outside any transaction; of two workers the first one's decision stays.
    """
    if not heard.probes_due(interview_id):
        return None
    interview = interviews.get(interview_id)
    found = rule_on(core_of(interview_id), interview.guide["probes"])
    return interview_services.keep_decision(
        interview_id=interview_id,
        maximum=interview.guide["probes"],
        inputs=found.inputs,
        inputs_sha256=found.sha256,
        chosen=found.chosen,
        now=now,
    )


def replay_probes(*, interview_id: UUID) -> Replay:
    """Decide again on what is kept of the answers today. NotFoundError without a decision.

    It comes out differently only where words, rubrics or the rule itself have changed since.
    """
    decision = interviews.probe_decision(interview_id)
    if decision is None:
        raise NotFoundError("nothing was decided on probes")
    kept = Found(decision.inputs, decision.inputs_sha256, decision.chosen)
    used = {row["answer_id"] for row in decision.inputs}
    facts = [one for one in core_of(interview_id) if str(one.answer_id) in used]
    return Replay(kept, rule_on(facts, decision.maximum))


def core_of(interview_id: UUID) -> list[AnswerFacts]:
    """The answers to what everybody is asked."""
    return [one for one in interviews.submitted_facts(interview_id) if one.part == "core"]


def rule_on(facts: Sequence[AnswerFacts], maximum: int) -> Found:
    """The rule over these answers; one that cannot be read is named and asks for nothing."""
    read = [(one, _given(one)) for one in facts]
    given = [seen for _, seen in read if seen is not None]
    chosen = measurement.choose_probes(given, maximum)
    return Found(
        [_row(one, seen) for one, seen in read],
        measurement.probe_inputs_sha256(given, maximum),
        [one.to_json() for one in chosen],
    )


def _given(facts: AnswerFacts) -> Given | None:
    observation = heard.words_of(facts).observation
    if observation is None:
        return None
    return measurement.given(facts.rubric_key, facts.ordinal, observation, law=facts.law)


def _row(facts: AnswerFacts, seen: Given | None) -> dict[str, Any]:
    about = {"answer_id": str(facts.answer_id), "attempt": facts.attempt, "question_key": facts.question_key}
    return {**about, "read": seen is not None, **(asdict(seen) if seen else {"ordinal": facts.ordinal})}
