"""Reactions of analysis: they only defer tasks."""

from bole.foundation import queue
from bole.hiring.analysis import rules, services, tasks
from bole.hiring.interviews.events import AnswerSubmitted, ConsentChanged


def on_answer_submitted(event: AnswerSubmitted) -> None:
    """Every answer is analysed as soon as it arrives."""
    services.plan_answer(
        answer_id=event.answer_id,
        unit_id=event.unit_id,
        attempt=event.attempt,
        stages=rules.stages(event.channels, typed=event.typed, automated=event.automated),
    )


def on_consent_changed(event: ConsentChanged) -> None:
    """Results may have to go, or may be wanted again."""
    queue.defer(tasks.SETTLE, interview_id=event.interview_id, unit_id=event.unit_id, granted=event.granted)
