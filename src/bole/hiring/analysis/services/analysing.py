"""One stage of one answer. Models run between two short transactions, never inside one."""

import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction

from bole.foundation.files import queries as files
from bole.hiring.analysis import rules
from bole.hiring.analysis.models import AnalysisRun
from bole.hiring.analysis.services.ending import fingerprint_of, note_progress, tell_when_ended
from bole.hiring.analysis.services.runs import Taken, channels_of, end, held, take
from bole.kernel.answers import Observation
from bole.kernel.clock import Clock
from bole.kernel.errors import BoleError
from bole.perception import sandbox

log = logging.getLogger(__name__)
STEP = 20  # percent between two progress notes of a run

Observe = Callable[..., Observation]


class UnwantedError(Exception):
    """The run is not this worker's any more, or the candidate no longer agrees to it: nobody waits for it."""


def analyse(
    *, answer_id: UUID, attempt: int, stage: str, clock: Clock, observe: Observe = sandbox.observe
) -> AnalysisRun | None:
    """Run one stage of an answer, or find that it was done before. None when there is nothing left to do.

    A failure that another try may cure is raised for the queue to retry; any other ends as a named failure.
    """
    taken = take(answer_id, attempt, stage, clock())
    if taken is None:
        return None
    try:
        observation = _observed(taken, observe)
    except UnwantedError:
        log.info("analysis %s of answer %s stopped: no longer wanted", stage, answer_id)
        return None
    except BoleError as error:
        if _fail(taken, code=error.code, retryable=error.retryable, now=clock()):
            raise
        return AnalysisRun.objects.filter(pk=taken.run_id).first()
    except Exception:
        _fail(taken, code="unexpected", retryable=True, now=clock())
        raise
    return _store(taken, observation, clock())


def _observed(taken: Taken, observe: Observe) -> Observation:
    """Decrypt into a private directory, look and listen in the child, leave nothing behind."""
    facts = taken.facts
    with files.plain_directory() as directory:
        paths = [files.materialise(file_id, directory) for file_id, _ in facts.files]
        return observe(
            paths,
            languages=facts.languages,
            channels=channels_of(facts, taken.stage),
            law=facts.law,
            plan=taken.plan,
            models_dir=Path(settings.MODELS_DIR),
            progress=_Telling(taken),
        )


class _Telling:
    """Writes the child's progress down, in steps, outside any transaction of the run. Losing one does no
    harm. A run nobody wants any more is ended here: ``UnwantedError`` stops the child."""

    def __init__(self, taken: Taken) -> None:
        self.taken, self.told = taken, 0

    def __call__(self, _component: str, share: float) -> None:
        percent = min(99, int(share * 100))
        if percent < self.told + STEP:
            return
        self.told = percent
        with transaction.atomic():
            run = held(self.taken)
            if run is None:
                raise UnwantedError
            run.share = percent
            run.save(update_fields=["share"])
            note_progress(self.taken.facts.interview_id)


@transaction.atomic
def _store(taken: Taken, observation: Observation, now: datetime) -> AnalysisRun | None:
    """Keep the result if the run is still ours. A worker that was thought dead and came back changes
    nothing."""
    run = held(taken)
    if run is None:
        return None
    run.result, run.result_sha256 = observation.to_json(), fingerprint_of(observation)
    run.cpu_seconds = round(sum(observation.cpu_seconds.values()), 3)
    run.save(update_fields=["result", "result_sha256", "cpu_seconds"])
    end(run, AnalysisRun.State.DONE, "", now)
    tell_when_ended(taken.facts)
    return run


@transaction.atomic
def _fail(taken: Taken, *, code: str, retryable: bool, now: datetime) -> bool:
    """Write the failure down. True when the queue should try again."""
    run = held(taken)
    if run is None:
        return False
    state = rules.after_failure(retryable=retryable, tries=run.attempts)
    log.warning("analysis %s of answer %s: %s (%s)", run.stage, run.answer_id, code, state)
    if state == "queued":
        run.state, run.error_code, run.lease = AnalysisRun.State.QUEUED, code[:40], None
        run.save(update_fields=["state", "error_code", "lease"])
        return True
    end(run, AnalysisRun.State.FAILED, code, now)
    tell_when_ended(taken.facts)
    return False
