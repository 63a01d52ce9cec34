"""Reactions: somebody may be asked for an opinion. They only defer tasks and set timers' handlers."""

from typing import Any
from uuid import UUID

from bole.foundation import queue
from bole.foundation.access.actors import system_scope
from bole.foundation.queue import timers
from bole.foundation.surveys import queries as surveys
from bole.hiring.assessment.events import CandidateTold
from bole.hiring.interviews import queries as interviews
from bole.hiring.interviews.events import InterviewFinished
from bole.hiring.opinions import rules, services, tasks
from bole.hiring.pipeline import queries as pipeline
from bole.hiring.pipeline.events import ApplicationClosed, StageEntered
from bole.hiring.pipeline.rules import ENTERED, INTERVIEWED, TOLD, Survey


def on_interview_finished(event: InterviewFinished) -> None:
    """After the last answer."""
    sent = _of_interview(event.interview_id, INTERVIEWED)
    _defer(rules.FINISHED, event.unit_id, sent, interview_id=event.interview_id)


def on_candidate_told(event: CandidateTold) -> None:
    """After the letter with the result."""
    sent = _of_interview(event.interview_id, TOLD)
    _defer(rules.TOLD, event.unit_id, sent, interview_id=event.interview_id)


def on_stage_entered(event: StageEntered) -> None:
    """At any stage the bank chose, in the survey or in the process."""
    with system_scope("surveys of a process", event.unit_id):
        sent = pipeline.surveys_of(pipeline.get(event.application_id), event.to_stage, ENTERED)
    _defer(rules.stage_event(event.to_stage), event.unit_id, sent, application_id=event.application_id)


def on_application_closed(event: ApplicationClosed) -> None:
    """When the application ended."""
    _defer(rules.CLOSED, event.unit_id, [], application_id=event.application_id)


def _of_interview(interview_id: UUID, moment: str) -> list[Survey]:
    """What the process sends from the stage of the interview."""
    with system_scope("surveys of a process"):  # the event may be the candidate's own
        application = pipeline.get(interviews.get(interview_id).application_id)
        stage = pipeline.stage_of_kind(application, "ai_interview")
        return pipeline.surveys_of(application, stage, moment) if stage else []


def _defer(event: str, unit_id: UUID, sent: list[Survey], **about: Any) -> None:
    if sent or surveys.bound_to(event, unit_id):
        process = [[one.key, one.hours] for one in sent]
        queue.defer(tasks.ASK, event=event, unit_id=unit_id, process=process, **about)


@timers.on(services.SEND)
def on_time_to_send(fired: timers.Fired) -> None:
    """The delay is over."""
    services.send(
        invitation_id=UUID(fired.key), candidate_id=UUID(fired.payload["candidate_id"]), now=fired.now
    )
