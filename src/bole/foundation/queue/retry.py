"""When a failed task is tried again, as a value."""

from dataclasses import dataclass

from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.jobs import Job

from bole.kernel.errors import BoleError


@dataclass(frozen=True)
class Retry(BaseRetryStrategy):
    """Wait ``base ** (attempt + 1)`` seconds, at most ``longest``, ``times`` times.

    An expected failure (BoleError) is tried again only if it says that this can help; an unforeseen one
    always.
    """

    times: int = 5
    base: float = 3.0
    longest: float = 3600.0

    def seconds(self, attempts: int) -> float:
        """The wait after ``attempts`` earlier attempts."""
        return min(self.longest, self.base ** (attempts + 1))

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """Procrastinate's question: again, and when?"""
        if isinstance(exception, BoleError) and not exception.retryable:
            return None
        if job.attempts >= self.times:
            return None
        return RetryDecision(retry_in={"seconds": round(self.seconds(job.attempts))})


NEVER = Retry(times=0)
