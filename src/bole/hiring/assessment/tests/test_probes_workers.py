"""Two workers decide at once: one decision, one set of probes, one link."""

import threading

import pytest
from django.db import connection
from tests.support import worker
from tests.support.bank import build

from bole.foundation.access.actors import system_scope
from bole.foundation.messaging.queries import messages_for
from bole.foundation.queue.queries import dead
from bole.hiring.assessment import services
from bole.hiring.assessment.models import Report
from bole.hiring.assessment.tests.test_probes import FULL, THIN, answered, decline_all, probes_of
from bole.hiring.conftest import NOW, Answered, build_cast
from bole.hiring.interviews.models import ProbeDecision

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def thin() -> Answered:
    return answered(build_cast(build()), THIN)


def test_two_workers_at_once_take_one_decision(thin: Answered, monkeypatch: pytest.MonkeyPatch) -> None:
    both_read = threading.Barrier(2)
    real = services.probing.rule_on  # type: ignore[attr-defined]  # a module of the package

    def read_and_wait(*words: object) -> object:
        found = real(*words)
        both_read.wait(30)
        return found

    monkeypatch.setattr(services.probing, "rule_on", read_and_wait)  # type: ignore[attr-defined]  # as above
    decided = []

    def decide() -> None:
        try:
            with system_scope("test"):
                decided.append(services.decide_probes(interview_id=thin.taking.id, now=NOW).pk)
        finally:
            connection.close()

    workers = [threading.Thread(target=decide) for _ in range(2)]
    for one in workers:
        one.start()
    for one in workers:
        one.join(60)
    assert len(decided) == 2
    assert len(set(decided)) == 1
    assert list(probes_of(thin)) == ["probe-1", "probe-2"]
    with system_scope("test"):
        assert ProbeDecision.objects.count() == 1
        assert messages_for(thin.cast.candidate_id).filter(template="probe").count() == 1


def test_the_queue_carries_an_interview_to_its_report(thin: Answered) -> None:
    """Finished, decided, declined: nothing but the tasks the product defers itself."""
    worker.drain(["rating"])
    with system_scope("test"):
        assert ProbeDecision.objects.get().outcome == "asked"
        assert not Report.objects.exists()
    decline_all(thin)
    worker.drain(["rating"])
    with system_scope("test"):
        assert Report.objects.get().body["additions"]["probes"]["outcome"] == "asked"
        assert not dead().exists()


def test_without_need_the_report_comes_by_itself() -> None:
    answered(build_cast(build()), FULL)
    worker.drain(["rating"])
    with system_scope("test"):
        assert ProbeDecision.objects.get().outcome == "none"
        assert Report.objects.count() == 1
