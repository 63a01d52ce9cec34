"""The chain: what it says, who may write, and that a changed line is found."""

import threading
import uuid

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from tests.support.bank import Bank
from tests.support.database import superuser

from bole.foundation.access.actors import Actor, acting_as, system_scope
from bole.foundation.audit import queries, services
from bole.foundation.audit.models import AuditLine
from bole.kernel.errors import InvalidError


def note(unit_id: uuid.UUID | None, verb: str = "test.thing.done", **details: object) -> None:
    services.record(verb=verb, obj=("thing", uuid.uuid4()), unit_id=unit_id, details=details)


def problems() -> list[tuple[int, str]]:
    with system_scope("test"):
        return [(problem.seq, problem.reason) for problem in services.verify()]


@pytest.mark.django_db
def test_lines_count_up_per_branch_and_outlets_share_the_branch_chain(bank: Bank) -> None:
    with system_scope("test"):
        for unit in (bank.east, bank.east_outlet, bank.west):
            note(unit.pk)
        assert problems() == []
        placed = AuditLine.objects.order_by("id").values_list("chain", "seq")
        assert list(placed) == [(bank.east.pk, 1), (bank.east.pk, 2), (bank.west.pk, 1)]
        assert {head.chain for head in services.head()} >= {bank.east.pk, bank.west.pk}


@pytest.mark.django_db
def test_the_database_stamps_the_actor(bank: Bank) -> None:
    user = uuid.uuid4()
    thing = uuid.uuid4()
    with acting_as(Actor(kind="user", id=user, roles=frozenset({"branch_hr"}), unit_ids=(bank.east.pk,))):
        with system_scope("sweep"):
            services.record(verb="test.thing.swept", obj=("thing", thing), unit_id=bank.east.pk)
        services.record(verb="test.thing.read", obj=("thing", thing), unit_id=bank.east.pk, fields=["name"])
        newest, older = queries.trail(("thing", thing))
    assert (newest.actor_kind, newest.actor_id, newest.fields) == ("user", user, ["name"])
    assert (older.actor_kind, older.actor_id, older.actor_reason) == ("system", user, "sweep")


@pytest.mark.django_db
def test_another_branch_does_not_see_the_line(bank: Bank) -> None:
    thing = uuid.uuid4()
    with system_scope("test"):
        services.record(verb="test.thing.done", obj=("thing", thing), unit_id=bank.east.pk)
    with acting_as(bank.actor("branch_hr", bank.west)):
        assert not queries.trail(("thing", thing)).exists()
    with acting_as(bank.actor("auditor", bank.head)):
        assert queries.trail(("thing", thing)).count() == 1


@pytest.mark.django_db
def test_an_auditor_of_the_head_office_can_check_every_chain_himself(bank: Bank) -> None:
    with system_scope("test"):
        for unit in (bank.head.pk, bank.east_outlet.pk, None):
            note(unit)
    with acting_as(bank.actor("auditor", bank.head)):
        assert list(services.verify()) == []
        assert AuditLine.objects.filter(unit=None).count() == 1
    with acting_as(bank.actor("auditor", bank.east)):
        assert set(AuditLine.objects.values_list("chain", flat=True)) == {bank.east.pk}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_line SET verb = 'x.y'",
        "DELETE FROM audit_line",
        "TRUNCATE audit_line",
        "INSERT INTO audit_line (chain, seq) VALUES (gen_random_uuid(), 1)",
        "UPDATE audit_chain SET seq = 0",
        "DELETE FROM audit_chain",
    ],
)
@pytest.mark.django_db
def test_the_application_role_can_change_nothing(bank: Bank, statement: str) -> None:
    with system_scope("test"):
        note(bank.east.pk)
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_line SET verb = 'x.y'", "DELETE FROM audit_line", "TRUNCATE audit_line"]
)
@pytest.mark.django_db(transaction=True)
def test_not_even_a_superuser_changes_a_line_by_accident(bank: Bank, statement: str) -> None:
    with system_scope("test"):
        note(bank.east.pk)
    with superuser() as server, pytest.raises(psycopg.Error, match="never changed"):
        server.execute(statement)


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE audit_line SET verb = 'test.thing.undone' WHERE seq = 2", [(2, "changed")]),
        ("UPDATE audit_line SET actor_id = gen_random_uuid() WHERE seq = 3", [(3, "changed")]),
        ("DELETE FROM audit_line WHERE seq = 2", [(3, "gap")]),
        ("DELETE FROM audit_line WHERE seq = 3", [(3, "head")]),
        (
            "UPDATE audit_line SET details = '{\"n\":9}', hash = repeat('a', 64) WHERE seq = 1",
            [(1, "changed"), (2, "broken")],
        ),
    ],
)
@pytest.mark.django_db(transaction=True)
def test_a_line_changed_behind_the_triggers_is_found(
    bank: Bank, statement: str, found: list[tuple[int, str]]
) -> None:
    with system_scope("test"):
        for number in range(3):
            note(bank.west.pk, n=number)
    assert problems() == []
    with superuser() as server:
        server.execute("SET session_replication_role = replica")
        server.execute(statement.encode())
    assert problems() == found


@pytest.mark.django_db(transaction=True)
def test_concurrent_writers_make_one_unbroken_chain(bank: Bank) -> None:
    def write() -> None:
        with system_scope("test"):
            for _ in range(20):
                note(bank.east.pk)
        connection.close()

    threads = [threading.Thread(target=write) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with system_scope("test"):
        numbers = list(
            AuditLine.objects.filter(chain=bank.east.pk).order_by("seq").values_list("seq", flat=True)
        )
    assert numbers == list(range(1, 121))
    assert problems() == []


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_line_leaves_no_gap(bank: Bank) -> None:
    with system_scope("test"):
        note(bank.east.pk)
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            note(bank.east.pk)
            raise ZeroDivisionError
        note(bank.east.pk)
        assert list(AuditLine.objects.order_by("seq").values_list("seq", flat=True)) == [1, 2]
    assert problems() == []


@pytest.mark.django_db(transaction=True)
def test_a_writer_does_not_wait_for_another_ones_open_transaction(bank: Bank) -> None:
    first_wrote, second_done = threading.Event(), threading.Event()

    def slow() -> None:
        with system_scope("test"), transaction.atomic():
            note(bank.east.pk, verb="test.thing.first")
            first_wrote.set()
            second_done.wait(60)
        connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    first_wrote.wait(60)
    with system_scope("test"), transaction.atomic():
        note(bank.east.pk, verb="test.thing.second")
    second_done.set()
    thread.join()
    with system_scope("test"):
        placed = list(AuditLine.objects.order_by("seq").values_list("verb", flat=True))
    assert placed == ["test.thing.second", "test.thing.first"]
    assert problems() == []


@pytest.mark.django_db(transaction=True)
def test_a_candidates_or_nobodys_line_is_placed_too(bank: Bank) -> None:
    with acting_as(Actor(kind="candidate", candidate_id=uuid.uuid4())), transaction.atomic():
        note(bank.east.pk)
    note(None)
    assert problems() == []
    with system_scope("test"):
        assert not AuditLine.objects.filter(seq=None).exists()


@pytest.mark.parametrize(
    "details",
    [
        {"name": "王小明"},
        {"phone": "13812345678"},
        {"phone": "+86 138 1234"},
        {"mail": "a@b.cn"},
        {"why": "because he said so"},
        {"thing": object()},
    ],
)
@pytest.mark.django_db
def test_personal_values_are_refused(bank: Bank, details: dict[str, object]) -> None:
    with pytest.raises(InvalidError):
        note(bank.east.pk, **details)
