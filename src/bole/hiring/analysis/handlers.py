"""Reactions of analysis: they only defer tasks."""

from bole.hiring.analysis import rules, services
from bole.hiring.interviews.events import AnswerSubmitted


def on_answer_submitted(event: AnswerSubmitted) -> None:
    """Every answer is analysed as soon as it arrives."""
    services.plan_answer(
        answer_id=event.answer_id,
        unit_id=event.unit_id,
        attempt=event.attempt,
        stages=rules.stages(event.channels, typed=event.typed, automated=event.automated),
    )
