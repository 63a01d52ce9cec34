"""A crowd: the quick step is put in, told, logged, taken out, stopped; nobody is turned away by it."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from bole.foundation.access.actors import system_scope
from bole.foundation.audit.models import AuditLine
from bole.foundation.messaging.models import OutboxMessage
from bole.foundation.queue import timers
from bole.foundation.queue.models import Timer
from bole.hiring.conftest import NOW, Cast
from bole.hiring.pipeline import queries as pipeline
from bole.hiring.requisitions import queries as requisitions
from bole.hiring.screening import queries, services, tasks
from bole.hiring.screening.models import Surge
from bole.hiring.screening.tests.resumes import PROGRAMMER, TELLER
from bole.hiring.screening.tests.test_screening import bring, screened
from bole.kernel.errors import DeniedError, InvalidError, NotFoundError

pytestmark = pytest.mark.django_db


def crowd(cast: Cast, *, advance_from: int = 40) -> Any:
    """Three applicants where two are a crowd; gives the surge."""
    with cast.acting("hr"):
        services.set_plan(
            requisition_id=cast.requisition_id, enabled=True, threshold=3, window_hours=24,
            advance_from=advance_from, now=NOW,
        )  # fmt: skip
    screened(cast, bring(cast, TELLER, 1))
    with cast.acting("hr"):
        assert queries.surge_of(cast.requisition_id) is None
    screened(cast, bring(cast, "", 2))
    with cast.acting("hr"):
        return queries.surge_of(cast.requisition_id)


def stages(cast: Cast) -> list[str]:
    with cast.acting("hr"):
        process = pipeline.process_for(requisitions.get(cast.requisition_id))
        return [stage.key for stage in process.stages]


def test_a_crowd_puts_the_quick_step_in_and_it_only_orders(cast: Cast) -> None:
    surge = crowd(cast)
    assert (surge.counted, surge.threshold, surge.ended) == (3, 3, "")
    assert stages(cast)[:3] == ["screening", "quick_screening", "ai_interview"]
    strong, weak = bring(cast, TELLER, 3), bring(cast, PROGRAMMER.replace("大专", "本科"), 4)
    for one in (strong, weak):
        screened(cast, one)
    with cast.acting("hr"):  # the weak one was held before the quick step: a person lets him go on to it
        assert pipeline.get(strong).stage == "quick_screening"
        held = queries.current_of(weak)
        assert held is not None
        done = services.decide_many(items=[services.Item(held.pk, 1)], what="advance", now=NOW)
        assert [one.code for one in done] == [""]
        assert pipeline.get(weak).stage == "quick_screening"
    for one in (strong, weak, weak):
        screened(cast, one, minutes=1)
    with cast.acting("hr"):
        assert pipeline.get(strong).stage == "ai_interview"
        standing = pipeline.get(weak)
        assert (standing.stage, standing.outcome) == ("quick_screening", "")
        assert weak in {one.application_id for one in queries.to_look_at(cast.hr)}
        told = OutboxMessage.objects.filter(template="quick-screening").values_list("about_id", flat=True)
        assert sorted(told) == sorted([strong, weak])
        assert Surge.objects.get(pk=surge.pk).told == 2
    with system_scope("test"):
        lines = AuditLine.objects.filter(verb="hiring.screening.surge.began")
        assert [json.loads(line.details)["counted"] for line in lines] == [3]


def test_what_is_core_and_when_it_is_over_are_set_per_opening(cast: Cast) -> None:
    crowd(cast)
    weak = bring(cast, PROGRAMMER.replace("大专", "本科"), 5)
    screened(cast, weak)
    with cast.acting("hr"):
        before = queries.current_of(weak)
        assert before is not None
        services.set_plan(
            requisition_id=cast.requisition_id, enabled=True, threshold=3, window_hours=24, advance_from=40,
            core_share=100, calm_percent=100, now=NOW,
        )  # fmt: skip
    screened(cast, weak, minutes=1)
    with cast.acting("hr"):
        after = queries.current_of(weak)
        assert after is not None
        assert after.pk != before.pk
        assert after.core_score != before.core_score, "another core, another match"
        assert after.score == before.score
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s", [tasks.AGAIN])
        assert cursor.fetchone() == (1,), "who waits is screened anew"
    with system_scope("test"):
        ended = services.check_surge(requisition_id=cast.requisition_id, now=NOW + timedelta(hours=25))
        assert ended is None, "nobody within the window: below the whole threshold"


def test_it_ends_when_the_crowd_has_gone_and_when_a_person_says_so(cast: Cast) -> None:
    crowd(cast)
    with system_scope("test"):
        assert Timer.objects.filter(kind="screening.surge").count() == 1
    timers.sweep(NOW + timedelta(hours=2))
    assert "quick_screening" in stages(cast)  # still within the day: they are still a crowd
    timers.sweep(NOW + timedelta(hours=30))
    assert "quick_screening" not in stages(cast)
    with cast.acting("hr"):
        assert [one.ended for one in queries.surges_of(cast.requisition_id)] == ["calm"]
    with system_scope("test"):
        assert not Timer.objects.filter(kind="screening.surge").exists()
        again = services.check_surge(requisition_id=cast.requisition_id, now=NOW)
        assert again is not None
    for who in ("west_hr", "interviewer", "auditor"):
        with cast.acting(who), pytest.raises((DeniedError, NotFoundError)):
            services.stop_surge(requisition_id=cast.requisition_id, now=NOW)
    with cast.acting("hr"):
        for _click in range(2):
            services.stop_surge(requisition_id=cast.requisition_id, now=NOW)
        assert [one.ended for one in queries.surges_of(cast.requisition_id)].count("stopped") == 1
    assert "quick_screening" not in stages(cast)
    screened(cast, bring(cast, "", 9))
    assert "quick_screening" not in stages(cast)  # not before a person switches it on again
    with cast.acting("hr"), pytest.raises(InvalidError):
        services.set_plan(
            requisition_id=cast.requisition_id,
            enabled=True,
            threshold=1,
            window_hours=24,
            advance_from=40,
            now=NOW,
        )
