"""Re-scoring through the real queue, and beside a worker that holds an answer."""

from pathlib import Path
from typing import Any

import pytest
from tests.support import worker
from tests.support.bank import build
from tests.support.database import superuser

from bole.foundation.access.actors import system_scope
from bole.foundation.queue.queries import dead
from bole.hiring.assessment import queries, services
from bole.hiring.assessment.models import Report, RescoredAnswer
from bole.hiring.conftest import NOW, Taking, build_cast, invite, take_interview
from bole.measurement.frameworks.loading import library_dir

pytestmark = pytest.mark.django_db(transaction=True)
KEY = "teller-complaint"


@pytest.fixture
def taking() -> Taking:
    """A committed invitation: workers see only what was committed."""
    return Taking(invite(build_cast(build())))


@pytest.fixture
def run(taking: Taking) -> Any:
    """A run over an archive of one answer."""
    take_interview(taking).reported()
    rubric = (Path(library_dir()) / "questions" / f"{KEY}.toml").read_text("utf-8")
    with system_scope("test"):
        return services.start_rescoring(question_key=KEY, rubric=rubric, now=NOW)


def test_workers_take_the_chains_and_close_the_run(run: Any) -> None:
    with system_scope("test"):
        before = [(r.pk, r.hash, r.body) for r in Report.objects.order_by("pk")]
    worker.drain(["rating"])
    with system_scope("test"):
        found = queries.rescoring(run.pk)
        assert [(r.pk, r.hash, r.body) for r in Report.objects.order_by("pk")] == before
        assert not dead().exists()
    assert found.finished
    assert (found.total, found.done, found.failed) == (1, 1, 0)
    assert found.difference is not None
    assert found.difference["answers"]["n"] == 1


def test_an_answer_somebody_else_holds_is_passed_over_and_the_run_stays_open(run: Any) -> None:
    with superuser() as other:
        other.execute("SELECT 1 FROM assessment_rescoredanswer FOR UPDATE")
        with system_scope("test"):
            assert not services.rescore_batch(run_id=run.pk, now=NOW)
            assert not queries.rescoring(run.pk).finished
            assert RescoredAnswer.objects.filter(rated_at__isnull=True).count() == 1
    with system_scope("test"):
        assert not services.rescore_batch(run_id=run.pk, now=NOW)
        assert queries.rescoring(run.pk).finished
