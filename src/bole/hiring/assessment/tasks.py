"""Background work of assessment."""

from uuid import UUID

from bole.foundation import queue
from bole.foundation.queue import timers
from bole.hiring.assessment import services
from bole.hiring.assessment.services.compiling import TASK as COMPILE
from bole.hiring.assessment.services.heard import DECIDE
from bole.hiring.assessment.services.rescoring import TASK as RESCORE
from bole.hiring.assessment.services.rescoring import defer_batch
from bole.hiring.assessment.services.settling import TASK as SETTLE
from bole.hiring.assessment.services.statistics import NIGHTLY
from bole.kernel.clock import utc_now

RATE = "hiring.assessment.rate_answer"
SECOND_OPINION = "hiring.assessment.give_second_opinion"
STATISTICS = "hiring.assessment.expect_statistics"


@queue.task(queue="rating", name=RATE)
def rate_answer(answer_id: UUID, attempt: int) -> None:
    """Rate what was observed or typed."""
    services.rate_answer(answer_id=answer_id, attempt=attempt, now=utc_now())


@queue.task(queue="rating", name=COMPILE)
def compile_report(interview_id: UUID) -> None:
    """Freeze the report of a finished interview."""
    services.compile_report(interview_id=interview_id, now=utc_now())


@queue.task(queue="rating", name=DECIDE)
def decide_probes(interview_id: UUID) -> None:
    """Decide on follow-up questions."""
    services.decide_probes(interview_id=interview_id, now=utc_now())


@queue.task(queue="rating", name=SETTLE)
def settle(interview_id: UUID, granted: bool) -> None:
    """A consent changed."""
    services.settle(interview_id=interview_id, granted=granted, now=utc_now())


@queue.task(queue="io", name=SECOND_OPINION)
def give_second_opinion(report_id: UUID) -> None:
    """Ask the language model, where the bank has one and wants it."""
    services.give_second_opinion(report_id=report_id, now=utc_now())


@queue.task(queue="io", name=STATISTICS)
def expect_statistics() -> None:
    """Count tonight; at once what has no table yet."""
    services.expect_statistics(now=utc_now())


@queue.task(queue="rating", name=RESCORE)
def rescore_batch(run_id: UUID, chain: int) -> None:
    """Some answers of the archive by another rubric; then the next ones."""
    if services.rescore_batch(run_id=run_id, now=utc_now()):
        defer_batch(run_id, chain)


@timers.on(NIGHTLY)
def nightly(fired: timers.Fired) -> None:
    """Norm groups and measured errors of this night."""
    services.freeze_statistics(now=fired.now)
