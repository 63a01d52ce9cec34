"""HR and the business unit build a portrait, the other of the two signs, it takes effect on its day."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from tests.support.bank import log_in

from bole.foundation.access.actors import Actor, acting_as, system_scope
from bole.foundation.access.models import User
from bole.foundation.access.queries import actor_for
from bole.foundation.approvals import queries as approvals
from bole.foundation.approvals import services as signing
from bole.foundation.queue import timers
from bole.hiring.conftest import NOW, Cast
from bole.hiring.requisitions import jobfile, jobtext, library, queries, services
from bole.hiring.requisitions.models import JobPortrait
from bole.kernel.errors import ConflictError, DeniedError, InvalidError

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


@pytest.fixture
def manager(cast: Cast) -> Actor:
    return actor_for(cast.bank.user("hiring_manager", cast.bank.head))


def sign(who: Actor, object_id: Any, kind: str = services.PORTRAIT, now: Any = NOW, **more: Any) -> None:
    with acting_as(who):
        request = approvals.waiting_for(kind, object_id)
        assert request is not None
        signing.decide(request_id=request.pk, sha256=request.sha256, **{"approve": True, "now": now, **more})


def weigh(row: JobPortrait, **weights: str) -> JobPortrait:
    job = queries.job_of(row)
    own = tuple(replace(c, weight=Decimal(weights.get(c.key, c.weight))) for c in job.competencies)
    job = replace(job, competencies=own)
    return services.save(portrait_id=row.pk, job=job, revision=row.revision, now=NOW)


def test_two_build_the_other_signs_and_the_opening_follows(cast: Cast, manager: Actor) -> None:
    with acting_as(manager):
        row = services.begin(job_key="teller", now=NOW)
        row = services.add_dimension(
            portrait_id=row.pk, key="service_scene", share=Decimal(30), revision=row.revision, now=NOW
        )
    with cast.acting("chief"):
        assert services.begin(job_key="teller", now=NOW).pk == row.pk, "one draft, built together"
        row = weigh(row, communication="7.5", service_orientation="24")
        with pytest.raises(ConflictError):
            services.save(portrait_id=row.pk, job=library.job("teller"), revision=1, now=NOW)
        services.submit(portrait_id=row.pk, effective_on=TODAY, revision=row.revision, now=NOW)
        with pytest.raises(ConflictError):
            weigh(row, communication="7.5")
    with pytest.raises(DeniedError):
        sign(cast.chief, row.pk)
    sign(manager, row.pk)
    with cast.acting("hr"):
        portrait = queries.portrait_for(queries.get(cast.requisition_id))
        assert portrait["weights"] == {"service_orientation": 24.0, "patience_care": 21.0,
            "financial_knowledge": 17.5, "communication": 7.5, "service_scene": 30.0}  # fmt: skip
        assert portrait["version"] == 2
        assert [v.version for v in queries.portrait_history(cast.requisition_id)] == [2, 1]
        assert [one.number for one in queries.versions("teller")] == [2, 1]
        newest = queries.versions("teller")[0].row
        assert newest is not None
        assert (newest.author_id, newest.decided_by_id) == (cast.chief.id, manager.id)
    changes = jobtext.differences(queries.version("teller", 1).job, queries.version("teller", 2).job)
    assert {(c.key, c.before, c.after) for c in changes if c.what == "weight"} >= {
        ("service_scene", None, Decimal(30)),
        ("patience_care", Decimal(30), Decimal(21)),
    }


def test_what_was_signed_cannot_be_changed_by_anybody(cast: Cast, manager: Actor) -> None:
    with cast.acting("chief"):
        row = weigh(services.begin(job_key="teller", now=NOW), patience_care="29", communication="11")
        services.submit(portrait_id=row.pk, effective_on=TODAY, revision=row.revision, now=NOW)
    sign(manager, row.pk)
    with system_scope("test"):
        for change in ({"body": {}}, {"number": 9}, {"effective_on": date(2020, 1, 1)}):
            with pytest.raises(DatabaseError), transaction.atomic():
                JobPortrait.objects.filter(pk=row.pk).update(**change)
        with pytest.raises(DatabaseError), transaction.atomic():
            JobPortrait.objects.filter(pk=row.pk).delete()


def test_a_later_day_comes_by_the_clock(cast: Cast, manager: Actor) -> None:
    with cast.acting("chief"):
        row = weigh(services.begin(job_key="teller", now=NOW), patience_care="29", communication="11")
        with pytest.raises(InvalidError):
            services.submit(
                portrait_id=row.pk, effective_on=TODAY - timedelta(1), revision=row.revision, now=NOW
            )
        services.submit(portrait_id=row.pk, effective_on=TODAY + timedelta(3), revision=row.revision, now=NOW)
    sign(manager, row.pk)
    for days, version in ((0, 1), (2, 1), (3, 2), (9, 2)):
        timers.sweep(NOW + timedelta(days=days))
        with cast.acting("hr"):
            assert queries.get(cast.requisition_id).portrait_version == version, days


def test_sent_back_it_is_a_draft_again_with_the_answer(cast: Cast, manager: Actor) -> None:
    with cast.acting("chief"):
        row = services.begin(job_key="teller", now=NOW)
        with pytest.raises(InvalidError) as same:
            services.submit(portrait_id=row.pk, effective_on=TODAY, revision=row.revision, now=NOW)
        assert same.value.code == "nothing_changed"
        row = weigh(row, patience_care="29", communication="11")
        services.submit(portrait_id=row.pk, effective_on=TODAY, revision=row.revision, now=NOW)
    sign(manager, row.pk, approve=False, note="耐心细致不能减")
    with cast.acting("chief"):
        back = queries.draft("teller")
        assert back is not None
        assert (back.state, back.answer) == ("draft", "耐心细致不能减")
        services.drop(portrait_id=row.pk, now=NOW)
        assert queries.draft("teller") is None
        assert queries.in_force("teller", TODAY).number == 1


def test_weights_other_than_100_unknown_competencies_and_other_jobs_are_refused(cast: Cast) -> None:
    with cast.acting("chief"):
        row = services.begin(job_key="teller", now=NOW)
        with pytest.raises(InvalidError) as short:
            weigh(row, communication="9")
        assert short.value.message == "competency: weights_not_100 1"
        job = queries.job_of(row)
        ghost = (replace(job.competencies[0], key="ghost"), *job.competencies[1:])
        for wrong in (
            replace(job, competencies=ghost),
            replace(job, guide="no-such-guide"),
            replace(job, key="retail"),
            replace(job, questions=("no-such-question",)),
        ):
            with pytest.raises(InvalidError):
                services.save(portrait_id=row.pk, job=wrong, revision=row.revision, now=NOW)


def test_a_file_makes_a_draft_and_a_broken_one_changes_nothing(cast: Cast) -> None:
    text = jobtext.to_toml(replace(library.job("teller"), pass_mark=Decimal(66)))
    with cast.acting("chief"):
        row = services.import_file(job_key="teller", text=text, now=NOW)
        assert (row.source, row.body["pass_mark"]) == ("file", 66)
        with pytest.raises(jobfile.JobFileError) as caught:
            services.import_file(job_key="teller", text=text.replace("weight = 30", "weight = 31"), now=NOW)
        assert caught.value.faults[0].line > 1
        assert queries.get_portrait(row.pk).body["pass_mark"] == 66


@pytest.mark.parametrize("who", ["hr", "west_hr", "interviewer", "auditor", "it_admin"])
def test_nobody_else_builds_or_confirms(cast: Cast, who: str) -> None:
    with cast.acting(who):
        with pytest.raises(DeniedError):
            services.begin(job_key="teller", now=NOW)
        with pytest.raises(DeniedError):
            services.confirm(job_key="teller", number=1, now=NOW)


def test_head_office_confirms_what_bole_proposed_once(cast: Cast) -> None:
    assert "weight.communication" in queries.in_force("credit-card-service", TODAY).proposals
    with cast.acting("chief"):
        services.confirm(job_key="credit-card-service", number=1, now=NOW)
        with pytest.raises(ConflictError):
            services.confirm(job_key="credit-card-service", number=1, now=NOW)
        assert queries.in_force("credit-card-service", TODAY).proposals == ()


def test_a_scene_can_count_inside_a_dimension_instead(cast: Cast, client: Client) -> None:
    """Contradiction 4 of the specification: a person sees both ways before he chooses."""
    with cast.acting("chief"):
        row = services.begin(job_key="teller", now=NOW)
        before = queries.job_of(row)
    log_in(client, User.objects.get(pk=cast.chief.id))
    address = (
        f"/console/portraits/{row.pk}/dimension/?add-key=service_scene&add-share=30&revision={row.revision}"
    )
    page = client.get(address).content.decode()
    assert "24.5" in page, "35 × 0.7, before anything is changed"
    assert "service_orientation|teller-complaint" in page
    wrong = {"add-key": "service_scene", "add-share": "30", "revision": row.revision, "way": "inside"}
    client.post(
        f"/console/portraits/{row.pk}/dimension/", wrong | {"place": "communication|no-such-question"}
    )
    client.post(
        f"/console/portraits/{row.pk}/dimension/", wrong | {"place": "service_orientation|teller-complaint"}
    )
    with cast.acting("chief"):
        job = queries.job_of(queries.get_portrait(row.pk))
        assert job.weights == before.weights
        assert [(e.key, e.within, e.question) for e in job.exercises] == [
            ("service_scene", "service_orientation", "teller-complaint")
        ]
        assert jobfile.read(jobtext.to_toml(job)) == job, "there and back as a file"
        carried = queries.body_of(queries.Standing(9, job))["exercises"]
        assert [(one["within"], one["label"]["zh"]) for one in carried] == [
            ("service_orientation", "服务场景模拟")
        ], "a report can name it"
        assert [c.what for c in jobtext.differences(before, job)] == ["exercise"]
        with pytest.raises(InvalidError):  # a dimension and a scene at once
            services.add_dimension(
                portrait_id=row.pk, key="service_scene", share=Decimal(30), revision=row.revision + 1, now=NOW
            )
