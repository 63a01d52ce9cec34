"""A record from a signed offer, its door, its reminders, and who may see it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from tests.support.bank import log_in

from bole.foundation.access.actors import Actor, acting_as, system_scope
from bole.foundation.access.models import User
from bole.foundation.messaging.models import OutboxMessage
from bole.foundation.privacy import services as privacy
from bole.foundation.privacy.registry import Kept
from bole.foundation.queue import timers
from bole.foundation.queue.models import Timer
from bole.hiring.candidates import queries as people
from bole.hiring.candidates import services as candidates
from bole.hiring.conftest import NOW, Cast
from bole.hiring.intake import queries as intake_queries
from bole.kernel.errors import BoleError, ConflictError, DeniedError, InvalidError, NotFoundError
from bole.workforce.employees import holding, queries, services
from bole.workforce.employees.models import Employee, FileEntry, Step

FIRST = date(2026, 12, 1)


def terms(**more: Any) -> dict[str, Any]:
    return {
        "job_key": "teller",
        "job_title": {"zh": "综合柜员", "en": "Teller"},
        "grade": "T2",
        "starts_on": FIRST,
        "contract_months": 36,
        "probation_months": 3,
        "pay": [{"item": "base", "amount": 800000}],
        "training": ["x"],
        **more,
    }


def made(cast: Cast, **more: Any) -> Employee:
    with system_scope("test"):
        return services.create_from_offer(
            application_id=cast.application_id, offer_id=None, terms=terms(**more), now=NOW
        )


@pytest.mark.django_db
def test_one_record_per_application_out_of_what_is_known(cast: Cast) -> None:
    with cast.acting("hr"):
        resume = "教育背景\n2018.09-2022.06 江城大学 金融学 本科"
        body = candidates.store_file(
            unit_id=cast.bank.east.pk, candidate_id=cast.candidate_id, body=resume.encode(), now=NOW
        )
        assert body
    first, second = made(cast), made(cast, grade="T9")
    assert first.pk == second.pk
    assert (first.name, first.grade, first.contract_kind) == ("林小禾", "T2", "fixed")
    assert (first.state, first.probation_ends_on) == ("joining", date(2027, 2, 28))
    with cast.acting("hr"):
        file = {field.field: field.value for field in queries.file_of(queries.get(first.pk))}
    assert file["phone"] == "13800001111"
    assert file["terms"] == {
        "grade": "T2",
        "pay": [{"item": "base", "amount": 800000}],
        "contract_months": 36,
        "probation_months": 3,
    }  # the training plan is no field of the list
    with system_scope("test"):
        services.file_away(
            employee_id=first.pk, facts={"sex": "女", "score": 91, "video": "x"}, source="material", now=NOW
        )
        assert set(FileEntry.objects.values_list("field", flat=True)) == {*file, "sex"}
        assert Step.objects.get().verb == "created"
        sealed = FileEntry.objects.filter(field="phone").values_list("value", flat=True).get()
        assert b"1380000" not in bytes(sealed)


@pytest.mark.django_db
def test_an_unlawful_probation_makes_no_record(cast: Cast) -> None:
    with pytest.raises(InvalidError, match="§19"):
        made(cast, contract_months=12, probation_months=3)
    with system_scope("test"):
        assert not Employee.objects.exists()


@pytest.mark.django_db
def test_the_life_of_a_record_and_its_double_clicks(cast: Cast) -> None:
    one = made(cast)
    then = datetime(2026, 12, 3, 1, tzinfo=UTC)
    with cast.acting("hr"):
        for _click in range(2):
            moved = services.postpone(
                employee_id=one.pk, to=date(2026, 12, 3), actor=cast.hr, reason="notice_period",
                expected_version=1, now=NOW,
            )  # fmt: skip
        assert (moved.version, moved.starts_on) == (2, date(2026, 12, 3))
        with pytest.raises(ConflictError):  # the page is old
            services.start(employee_id=one.pk, on=FIRST, actor=cast.hr, expected_version=1, now=then)
        with pytest.raises(InvalidError):  # tomorrow
            services.start(
                employee_id=one.pk, on=date(2026, 12, 4), actor=cast.hr, expected_version=2, now=then
            )
        for _click in range(2):
            services.start(
                employee_id=one.pk, on=date(2026, 12, 3), actor=cast.hr, expected_version=2, now=then
            )
        services.extend_probation(
            employee_id=one.pk, months=5, actor=cast.hr, reason="more_time", expected_version=3, now=then
        )
        done = services.confirm(
            employee_id=one.pk, actor=cast.hr, reason="good", expected_version=4, now=then
        )
        assert (done.state, done.probation_ends_on) == ("confirmed", date(2027, 5, 2))
        with pytest.raises(ConflictError, match="reason"):
            services.end(employee_id=one.pk, actor=cast.hr, reason="x", expected_version=5, now=then)
        assert holding.kept_by_law(cast.candidate_id, then) == Kept(holding.LAW, None)
        services.end(employee_id=one.pk, actor=cast.hr, reason="agreed", expected_version=5, now=then)
        verbs = [step.verb for step in queries.steps_of(one.pk)]
    assert verbs == ["created", "postponed", "started", "extended", "confirmed", "ended"]
    until = date(2028, 12, 3)
    assert holding.kept_by_law(cast.candidate_id, then) == Kept(holding.LAW, until)
    assert holding.kept_by_law(cast.candidate_id, datetime(2028, 12, 3, 1, tzinfo=UTC)) is None


@pytest.mark.django_db
def test_the_database_refuses_a_change_without_its_step(cast: Cast) -> None:
    one = made(cast)
    for change in ({"state": "confirmed"}, {"starts_on": date(2027, 1, 1), "version": 2}, {"version": 3}):
        with (
            system_scope("test"),
            pytest.raises(IntegrityError, match="without its step"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            Employee.objects.filter(pk=one.pk).update(**change)
            cursor.execute("SET CONSTRAINTS employee_one_door IMMEDIATE")


@pytest.mark.django_db
def test_a_missing_contract_is_spoken_of_until_it_is_there(cast: Cast) -> None:
    """Two weeks on HR hears of it; on the day after the month head office too; then it is signed."""
    User.objects.filter(username__in=["branch_hr-E", "head_office_hr-HO"]).update(email="x@example.org")
    one = made(cast)
    morning = datetime(2026, 12, 1, 2, tzinfo=UTC)
    with cast.acting("hr"):
        services.start(employee_id=one.pk, on=FIRST, actor=cast.hr, expected_version=1, now=morning)
    told = []
    for day in (14, 15, 28, 31, 32, 40):
        timers.sweep(morning + timedelta(days=day))
        with system_scope("test"):
            told.append(OutboxMessage.objects.filter(template="contract-due").count())
    assert told == [1, 1, 2, 4, 6, 6]
    with system_scope("test"):
        words = OutboxMessage.objects.filter(template="contract-due").order_by("queued_at").last()
        assert words is not None
        assert words.context["double_from"] == "2027-01-02"
        assert one.name not in str(words.context)
    with cast.acting("hr"):
        ((row, due, double),) = queries.contract_missing(cast.hr, date(2027, 1, 5))
        assert (row.pk, due, double) == (one.pk, date(2027, 1, 1), date(2027, 1, 2))
        later = datetime(2027, 1, 6, tzinfo=UTC)
        for signed in (date(2026, 11, 1), date(2027, 1, 7)):
            with pytest.raises(InvalidError):
                services.record_contract(
                    employee_id=one.pk, signed_on=signed, actor=cast.hr, expected_version=2, now=later
                )
        services.record_contract(
            employee_id=one.pk, signed_on=date(2027, 1, 6), actor=cast.hr, expected_version=2, now=later
        )
        assert queries.contract_missing(cast.hr, date(2027, 1, 8)) == []
    with system_scope("test"):
        assert not Timer.objects.filter(kind=services.CONTRACT_DUE).exists()


@pytest.mark.django_db
def test_who_may_see_and_change_a_record(cast: Cast, client: Client) -> None:
    one = made(cast)
    himself = Actor(kind="candidate", id=cast.candidate_id, candidate_id=cast.candidate_id)
    other = Actor(kind="candidate", id=one.pk, candidate_id=one.pk)
    cases: list[tuple[Any, bool, type[BoleError] | None]] = [
        (cast.hr, True, None),
        (cast.chief, True, None),
        (cast.west_hr, False, NotFoundError),
        (cast.interviewer, False, DeniedError),
        (cast.auditor, False, DeniedError),
        (cast.it_admin, False, NotFoundError),
        (himself, True, NotFoundError),
        (other, False, NotFoundError),
    ]
    for actor, sees, refusal in cases:
        with acting_as(actor):
            assert queries.visible_to(actor).filter(pk=one.pk).exists() is sees, actor
            if refusal is None:
                continue
            with pytest.raises(refusal):
                services.end(employee_id=one.pk, actor=actor, reason="agreed", expected_version=1, now=NOW)
    with acting_as(himself):
        assert {field.field for field in queries.file_of(one)} >= {"name", "phone", "terms"}
    pages: list[tuple[str, int, int]] = [
        ("branch_hr-E", 200, 302),
        ("head_office_hr-HO", 200, 302),
        ("branch_hr-W", 403, 403),
        ("interviewer-E", 403, 403),
        ("auditor-HO", 403, 403),
        ("it_admin-HO", 403, 403),
    ]
    for username, looked, posted in pages:
        log_in(client, User.objects.get(username=username))
        assert client.get(f"/console/employees/{one.pk}/").status_code == looked, username
        sent = client.post(
            f"/console/employees/{one.pk}/contract/", {"version": 99, "signed_on": "2026-12-01"}
        )
        assert sent.status_code == posted, username
        listed = client.get("/console/employees/")
        assert listed.status_code == (200 if "hr" in username else 403), username
        assert ("林小禾" in listed.content.decode()) is (looked == 200)


@pytest.mark.django_db
def test_what_the_person_gets_and_what_is_taken_away(cast: Cast) -> None:
    made(cast)
    with system_scope("test"):
        (given,) = holding.export(cast.candidate_id)["employees"]
        assert {row["field"]: row["basis"] for row in given["file"]}["name"].startswith(
            "《劳动合同法》第七条"
        )
        assert holding.erase(cast.candidate_id, NOW) > 1
        assert holding.erase(cast.candidate_id, NOW) == 0
        assert Employee.objects.get().name == ""


@pytest.mark.django_db
def test_who_works_here_is_erased_by_no_door(cast: Cast, settings: Any) -> None:
    """Not by HR's page, not by the end of keeping a résumé, not by a command; an authority's order goes."""
    one = made(cast)
    first_day = datetime(2026, 12, 1, 1, tzinfo=UTC)
    late = datetime(2030, 1, 2, tzinfo=UTC)
    settings.RETENTION_DAYS = {"resume": 1}
    with cast.acting("hr"):
        assert holding.kept_by_law(cast.candidate_id, first_day) is None  # signed, and not here yet
        services.start(employee_id=one.pk, on=FIRST, actor=cast.hr, expected_version=1, now=first_day)
    with system_scope("test"):
        person = people.get(cast.candidate_id)
        whom = {"candidate_id": person.pk, "unit_id": person.unit_id, "now": late}
        with pytest.raises(ConflictError) as refused:
            privacy.erase_person(**whom, reason="retention")
        assert refused.value.code == "law_keeps"
    with cast.acting("chief") as chief:
        with pytest.raises(ConflictError, match="law"):
            candidates.remove(candidate_id=person.pk, number=person.number, reason="withdrawn", now=late)
        assert not intake_queries.is_due(person, late)
        assert person.pk not in {one.candidate.pk for one in intake_queries.endings(chief, late)}
    with system_scope("test"):
        assert Employee.objects.get().name
        privacy.erase_person(**whom, reason="order")
        assert not Employee.objects.get().name


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_make_one_record(cast: Cast) -> None:
    from bole.hiring.pipeline.tests.test_one_door import together

    def work() -> Any:
        return made(cast).pk

    works: list[Callable[[], Any]] = [work, work, work]
    assert len(set(together(*works))) == 1
    with system_scope("test"):
        assert Step.objects.count() == 1
