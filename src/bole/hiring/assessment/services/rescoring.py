"""The archive of one question once more, by another rubric: as rows that wait, so that any number of workers
takes them and a killed one loses nothing. Ratings and reports that stand are only read."""

import hashlib
import logging
from datetime import datetime
from uuid import UUID

from django.db import transaction

import bole
from bole.foundation import queue
from bole.foundation.access import actors, permissions
from bole.foundation.audit import services as audit
from bole.foundation.org import queries as org
from bole.hiring.assessment import policies
from bole.hiring.assessment.models import AnswerRating, RescoredAnswer, Rescoring
from bole.hiring.assessment.services import differences, rating
from bole.hiring.interviews import queries as interviews
from bole.kernel.errors import BoleError, InvalidError, NotFoundError
from bole.measurement import api as measurement

log = logging.getLogger(__name__)
TASK = "hiring.assessment.rescore_batch"
CHAINS = 4  # as many workers can take part
BATCH = 25  # answers per task: a few seconds, so that live answers are not kept waiting


@transaction.atomic
def start_rescoring(*, question_key: str, rubric: str, now: datetime) -> Rescoring:
    """Begin a run, or go on with the one that is under way for the same rubric.

    ``rubric``: the TOML of another version of the question. RubricError when it cannot be read, InvalidError
    (``other_question``) when it is another question's, DeniedError for anybody but head office and those who
    run the installation.
    """
    _check_may_start()
    with actors.system_scope("the archive is rated anew"):
        return _started(question_key, rubric, now)


def _check_may_start() -> None:
    actor = actors.current()
    if actor.kind != "system":
        permissions.require(actor, policies.RESCORE, org.head_office().pk)


def _started(question_key: str, rubric: str, now: datetime) -> Rescoring:
    question = measurement.read_question(rubric)
    if question.key != question_key:
        raise InvalidError(f"the rubric is of {question.key}, not of {question_key}", code="other_question")
    mine = Rescoring.objects.select_for_update().filter(question_key=question_key)
    runs = list(mine.order_by("version"))
    known = next((r for r in runs if (r.rubric_sha256, r.state) == (question.sha256, "running")), None)
    run = known or _new_run(question_key, question.sha256, rubric, len(runs) + 1, now)
    for chain in range(CHAINS):
        defer_batch(run.pk, chain)
    return run


def defer_batch(run_id: UUID, chain: int) -> None:
    """The next batch of one chain."""
    queue.defer(TASK, queueing_lock=f"rescore:{run_id}:{chain}", run_id=run_id, chain=chain)


def rescore_batch(*, run_id: UUID, now: datetime, most: int = BATCH) -> bool:
    """Rate up to ``most`` waiting answers; True when there is more to do. The last one closes the run.

    An answer another worker holds is passed over; that worker closes the run, or its task, taken up again.
    """
    run = Rescoring.objects.filter(pk=run_id).first()
    if run is None:
        raise NotFoundError("no such run")
    if run.state == Rescoring.State.DONE:
        return False
    question = measurement.read_question(run.rubric)
    for _ in range(most):
        if not _rate_next(run, question, now):
            break
    else:
        if _waiting(run):
            return True
    if not _waiting(run):
        _finish(run, now)
    return False


def _new_run(question_key: str, sha256: str, rubric: str, version: int, now: datetime) -> Rescoring:
    run = Rescoring.objects.create(
        question_key=question_key, version=version, rubric=rubric, rubric_sha256=sha256, started_at=now
    )
    newest = AnswerRating.objects.filter(answer__question_key=question_key)
    newest = newest.order_by("answer_id", "-attempt", "-version").distinct("answer_id")
    rated = AnswerRating.objects.filter(pk__in=newest.values("pk"), error_code="").exclude(hash="")
    rows = rated.order_by("pk").values_list("pk", "unit_id", "candidate_id").iterator(chunk_size=1000)
    waiting = (
        RescoredAnswer(run=run, rating_id=pk, unit_id=unit_id, candidate_id=candidate_id)
        for pk, unit_id, candidate_id in rows
    )
    RescoredAnswer.objects.bulk_create(waiting, batch_size=1000)
    _record(run, "rescoring_started")
    return run


def _waiting(run: Rescoring) -> bool:
    return run.answers.filter(rated_at__isnull=True).exists()


@transaction.atomic
def _rate_next(run: Rescoring, question: measurement.Question, now: datetime) -> bool:
    """Claim one waiting answer by its row lock, rate it, keep the figures. False when none is free."""
    waiting = run.answers.filter(rated_at__isnull=True).order_by("pk")
    row = waiting.select_for_update(skip_locked=True, of=("self",)).select_related("rating").first()
    if row is None:
        return False
    facts = interviews.answer_facts(row.rating.answer_id)
    if not facts.submitted or facts.withdrawn or not facts.automated:
        row.error_code = "gone"
    else:
        _rate(row, facts, question)
    row.rated_at = now
    row.save()
    return True


def _rate(row: RescoredAnswer, facts: interviews.AnswerFacts, question: measurement.Question) -> None:
    outcome = rating.observed(facts)
    whole = rating.fingerprint(facts, outcome, question.sha256) + bole.__version__
    row.input_sha256 = hashlib.sha256(whole.encode()).hexdigest()
    known = RescoredAnswer.objects.filter(
        rating_id=row.rating_id, input_sha256=row.input_sha256, rated_at__isnull=False
    ).first()
    if known is not None:  # an earlier run with this rubric: a rating is made once
        row.scores, row.hash, row.error_code = known.scores, known.hash, known.error_code
        return
    try:
        result, code = rating.measured(facts, outcome, question, sensitivity=False)
    except BoleError:  # to be tried again
        raise
    except Exception:  # one answer nobody can rate must not hold up ten thousand
        log.exception("re-scoring of answer %s failed", row.rating.answer_id)
        result, code = None, "crashed"
    row.error_code = code[:40]
    if result is not None:
        row.scores, row.hash = differences.scores_of(result), result["provenance"]["hash"]


def _finish(run: Rescoring, now: datetime) -> None:
    """Write the difference report once; of several workers at the end the first one does."""
    found = differences.of_run(run)
    with transaction.atomic():
        held = Rescoring.objects.select_for_update().filter(pk=run.pk, state=Rescoring.State.RUNNING).first()
        if held is None:
            return
        held.state, held.difference, held.finished_at = Rescoring.State.DONE, found, now
        held.save()
        _record(held, "rescoring_done")


def _record(run: Rescoring, what: str) -> None:
    audit.record(
        verb=f"hiring.assessment.archive.{what}",
        obj=("rescoring", run.pk),
        unit_id=None,
        details={"question": run.question_key, "version": run.version, "rubric": run.rubric_sha256},
    )
