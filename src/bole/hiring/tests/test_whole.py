"""From the invitation to the candidate's message through the real queue; only the models are stood in for."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from tests.support import worker
from tests.support.bank import build

from bole.foundation.access.actors import system_scope
from bole.foundation.messaging.models import OutboxMessage
from bole.foundation.queue.queries import dead
from bole.hiring.analysis import services as analysis
from bole.hiring.analysis.models import AnalysisRun
from bole.hiring.assessment.models import AnswerRating, Report
from bole.hiring.conftest import STRONG, TEAM, Taking, build_cast, invite, observation, take_interview
from bole.hiring.interviews.models import Interview
from bole.hiring.pipeline.models import Application

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def taking() -> Taking:
    """A committed invitation: workers see only what was committed."""
    return Taking(invite(build_cast(build())))


@pytest.fixture(autouse=True)
def _stand_in(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[list[str]]:
    """Says what the recording's bytes say; notes whether a transaction was open meanwhile."""
    open_transactions: list[str] = []

    def observe(paths: Any, **more: Any) -> Any:
        if connection.in_atomic_block:
            open_transactions.append("open")
        said = STRONG if b"teller-complaint" in paths[0].read_bytes() else TEAM
        return observation(said, duration=60.0)

    monkeypatch.setattr(analysis.analyse, "__kwdefaults__", {"observe": observe})
    settings.MAIL_SENDER = "bole.hiring.tests.test_whole.Silent"
    yield open_transactions
    assert open_transactions == []


def work() -> None:
    """Workers until nothing waits: one that finds the queue empty stops, though a running task may defer
    another."""
    while True:
        worker.drain()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo' AND scheduled_at IS NULL"
            )
            if not cursor.fetchone()[0]:
                return


class Silent:
    """A relay that takes everything."""

    def send(self, mail: Any) -> None:
        """Taken."""


def test_from_link_to_message(taking: Taking) -> None:
    take_interview(taking)
    work()
    with system_scope("test"):
        assert [(d.task_name, d.error_code) for d in dead()] == []
        interview = Interview.objects.get(pk=taking.id)
        assert AnalysisRun.objects.filter(state="done").count() == 4
        assert AnswerRating.objects.count() == 2
        report = Report.objects.get()
        assert (interview.analysed_count, interview.failed_count, interview.progress) == (2, 0, 100)
        stage = Application.objects.get().stage
        templates = set(OutboxMessage.objects.values_list("template", flat=True))
    advanced = report.recommendation == "advance" and not report.needs_review
    assert stage == ("deep_assessment" if advanced else "ai_interview")
    assert ("feedback-ready" in templates) == advanced
    assert {"invitation", "next-step"} <= templates


def test_tasks_that_run_twice_leave_one_result(taking: Taking) -> None:
    take_interview(taking)
    work()
    with system_scope("test"):
        hashes = Report.objects.get().hash
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'todo' WHERE queue_name IN ('speech', 'vision', 'rating')"
        )
    work()
    with system_scope("test"):
        assert Report.objects.get().hash == hashes
        assert AnalysisRun.objects.count() == 4
        assert AnswerRating.objects.count() == 2


def test_refused_analysis_reaches_a_person_without_any_machine(taking: Taking) -> None:
    take_interview(taking, analysis=False)
    work()
    with system_scope("test"):
        assert not AnalysisRun.objects.exists()
        assert Report.objects.get().state == "human"
        assert Application.objects.get().stage == "ai_interview"


def test_typed_answers_take_the_same_way(taking: Taking) -> None:
    take_interview(taking, recording=False)
    work()
    with system_scope("test"):
        assert not AnalysisRun.objects.exists()
        assert Report.objects.get().total is not None
