"""Reactions: somebody may be asked for an opinion. They only defer tasks and set timers' handlers."""

from typing import Any
from uuid import UUID

from bole.foundation import queue
from bole.foundation.queue import timers
from bole.foundation.surveys import queries as surveys
from bole.hiring.interviews.events import InterviewFinished
from bole.hiring.opinions import rules, services, tasks
from bole.hiring.pipeline.events import ApplicationClosed, StageEntered


def on_interview_finished(event: InterviewFinished) -> None:
    """After the last answer."""
    _defer(rules.FINISHED, event.unit_id, interview_id=event.interview_id)


def on_stage_entered(event: StageEntered) -> None:
    """At any stage the bank chose."""
    _defer(rules.stage_event(event.to_stage), event.unit_id, application_id=event.application_id)


def on_application_closed(event: ApplicationClosed) -> None:
    """When the application ended."""
    _defer(rules.CLOSED, event.unit_id, application_id=event.application_id)


def _defer(event: str, unit_id: UUID, **about: Any) -> None:
    if surveys.bound_to(event, unit_id):
        queue.defer(tasks.ASK, event=event, unit_id=unit_id, **about)


@timers.on(services.SEND)
def on_time_to_send(fired: timers.Fired) -> None:
    """The delay is over."""
    services.send(
        invitation_id=UUID(fired.key), candidate_id=UUID(fired.payload["candidate_id"]), now=fired.now
    )
