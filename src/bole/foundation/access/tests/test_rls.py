"""Attacks on the scope: raw SQL, wrong branch, forgotten scopes, exceptions, rollbacks, reused
connections.
"""

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from tests.support.bank import Bank
from tests.support.database import credentials

from bole.foundation.access.actors import Actor, acting_as, current, system_scope
from bole.foundation.access.denials import exists


def words() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT word FROM probe ORDER BY word")
        return [row[0] for row in cursor.fetchall()]


def run(sql: str, *params: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return int(cursor.rowcount)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("place", "seen"),
    [("head", ["E", "E1", "HO", "W"]), ("east", ["E", "E1"]), ("east_outlet", ["E1"]), ("west", ["W"])],
)
def test_a_user_sees_his_subtree(probe: Bank, place: str, seen: list[str]) -> None:
    with acting_as(probe.actor("branch_hr", getattr(probe, place))):
        assert words() == seen


@pytest.mark.django_db
@pytest.mark.parametrize(
    "actor",
    [
        Actor(kind="anonymous"),
        Actor(kind="user", id=uuid.uuid4()),
        Actor(kind="user", id=uuid.uuid4(), unit_ids=(uuid.uuid4(),)),
        Actor(kind="candidate"),
        Actor(kind="candidate", candidate_id=uuid.uuid4()),
        Actor(kind="system", unit_ids=(uuid.uuid4(),)),
    ],
)
def test_nobody_in_particular_sees_nothing(probe: Bank, actor: Actor) -> None:
    assert words() == []
    with acting_as(actor):
        assert words() == []


@pytest.mark.django_db
def test_a_candidate_sees_his_own_rows_whatever_the_unit_settings_say(probe: Bank) -> None:
    me, other = uuid.uuid4(), uuid.uuid4()
    with system_scope("test"):
        run(
            "INSERT INTO probe (unit_id, candidate_id, word) VALUES (%s, %s, 'mine'), (%s, %s, 'theirs')",
            probe.east.pk,
            me,
            probe.east.pk,
            other,
        )
    with acting_as(Actor(kind="candidate", candidate_id=me, unit_ids=(probe.head.pk,))):
        assert words() == ["mine"]
    with acting_as(Actor(kind="user", candidate_id=me)):
        assert words() == []


@pytest.mark.django_db
def test_a_narrowed_system_scope_sees_its_subtree_and_the_wide_one_everything(probe: Bank) -> None:
    with system_scope("test", probe.east.pk):
        assert words() == ["E", "E1"]
    with system_scope("test"):
        assert len(words()) == 4


@pytest.mark.django_db
def test_another_branch_can_neither_be_written_nor_changed_nor_deleted(probe: Bank) -> None:
    with acting_as(probe.actor("branch_hr", probe.east)):
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            run("INSERT INTO probe (unit_id) VALUES (%s)", probe.west.pk)
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            run("UPDATE probe SET unit_id = %s WHERE word = 'E'", probe.west.pk)
        assert run("UPDATE probe SET word = 'stolen' WHERE word = 'W'") == 0
        assert run("DELETE FROM probe WHERE unit_id = %s", probe.west.pk) == 0
    with system_scope("test"):
        assert words() == ["E", "E1", "HO", "W"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE probe DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE probe NO FORCE ROW LEVEL SECURITY",
        "DROP POLICY bole_scope ON probe",
        "SET ROLE bole_owner",
        "SET ROLE bole_backup",
        "SET ROLE postgres",
        "CREATE TABLE mine (x int)",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "TRUNCATE probe",
        "UPDATE org_scoped_table SET has_id = false",
        "DELETE FROM django_migrations",
    ],
)
def test_the_application_cannot_take_the_wall_down(probe: Bank, statement: str) -> None:
    with (
        acting_as(probe.actor("head_office_hr", probe.head)),
        pytest.raises(DatabaseError),
        transaction.atomic(),
    ):
        run(statement)


@pytest.mark.django_db
def test_switching_row_security_off_is_refused_and_not_silently_complete(probe: Bank) -> None:
    with acting_as(probe.actor("branch_hr", probe.east)), transaction.atomic():
        run("SET LOCAL row_security = off")
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            words()
        run("SET LOCAL row_security = on")


@pytest.mark.django_db(transaction=True)
def test_the_owner_is_bound_too_and_only_the_backup_role_is_not(probe: Bank) -> None:
    for role, rows in (("app", 0), ("owner", 0), ("backup", 4)):
        with psycopg.connect(credentials().url(role)) as session:
            assert session.execute("SELECT count(*) FROM probe").fetchone() == (rows,)
    with psycopg.connect(credentials().url("backup")) as session, pytest.raises(psycopg.Error):
        session.execute("DELETE FROM probe")


@pytest.mark.django_db(transaction=True)
def test_what_runs_with_the_owners_rights_is_for_the_application_only(probe: Bank) -> None:
    with psycopg.connect(credentials().url("backup")) as session:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            session.execute("SELECT bole_exists('', gen_random_uuid())")
    with psycopg.connect(credentials().url("superuser")) as session:
        open_to_all = session.execute(
            "SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace "
            "WHERE n.nspname = 'public' AND p.prosecdef "
            "AND has_function_privilege('bole_backup', p.oid, 'EXECUTE')"
        ).fetchall()
    assert open_to_all == []


@pytest.mark.django_db
def test_scopes_nest_and_come_back_after_exceptions(probe: Bank) -> None:
    east, west = probe.actor("branch_hr", probe.east), probe.actor("branch_hr", probe.west)
    with acting_as(east):
        with acting_as(west):
            assert words() == ["W"]
            with pytest.raises(ZeroDivisionError), system_scope("test"):
                assert len(words()) == 4
                raise ZeroDivisionError
            assert words() == ["W"]
        assert words() == ["E", "E1"]
    assert words() == []
    assert current().kind == "anonymous"


@pytest.mark.django_db(transaction=True)
def test_a_rollback_brings_no_earlier_scope_back(probe: Bank) -> None:
    east, west = probe.actor("branch_hr", probe.east), probe.actor("branch_hr", probe.west)
    with acting_as(east):
        assert words() == ["E", "E1"]  # the session is told: east
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        with acting_as(west):
            assert words() == ["W"]  # told west, inside the transaction
        raise ZeroDivisionError
    # PostgreSQL has gone back to east by itself; west and nobody must still be right.
    assert words() == []
    with acting_as(west):
        assert words() == ["W"]


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_savepoint_brings_no_earlier_scope_back(probe: Bank) -> None:
    east, west = probe.actor("branch_hr", probe.east), probe.actor("branch_hr", probe.west)
    with transaction.atomic(), acting_as(west):
        with acting_as(east):
            assert words() == ["E", "E1"]
        with pytest.raises(DatabaseError), transaction.atomic():
            assert words() == ["W"]
            run("SELECT 1/0")
        assert words() == ["W"]
        savepoint = transaction.savepoint()
        with acting_as(east):
            assert words() == ["E", "E1"]
        transaction.savepoint_rollback(savepoint)
        assert words() == ["W"]


@pytest.mark.django_db(transaction=True)
def test_a_scope_left_in_an_aborted_transaction_does_not_stick(probe: Bank) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), system_scope("test"):
        run("SELECT 1/0")
    assert words() == []


@pytest.mark.django_db(transaction=True)
def test_a_reused_or_reopened_connection_starts_as_nobody(probe: Bank) -> None:
    with system_scope("test"):
        assert len(words()) == 4
        connection.close()
        assert len(words()) == 4  # told anew on the new connection
    assert words() == []


@pytest.mark.django_db(transaction=True)
def test_a_new_thread_starts_as_nobody(probe: Bank) -> None:
    found: list[list[str]] = []

    def look() -> None:
        found.append(words())
        connection.close()

    with system_scope("test"):
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
    assert found == [[]]


@pytest.mark.django_db(transaction=True)
def test_threads_that_share_a_pool_of_connections_never_mix(probe: Bank) -> None:
    places = {"W": probe.west, "E1": probe.east_outlet}
    barrier = threading.Barrier(4)

    def look(code: str) -> set[str]:
        barrier.wait()
        seen: set[str] = set()
        for _ in range(30):
            with acting_as(probe.actor("branch_hr", places[code])):
                seen.update(words())
            seen.update(words())  # as nobody: adds nothing
        connection.close()
        return seen

    with ThreadPoolExecutor(4) as pool:
        jobs = [(code, pool.submit(look, code)) for code in ("W", "E1", "W", "E1")]
        assert all(job.result() == {code} for code, job in jobs)


@pytest.mark.django_db
def test_server_side_cursors_and_copy_are_scoped_too(probe: Bank) -> None:
    with acting_as(probe.actor("branch_hr", probe.west)), connection.chunked_cursor() as cursor:
        cursor.execute("SELECT word FROM probe")
        assert [row[0] for row in cursor.fetchall()] == ["W"]
    with acting_as(probe.actor("branch_hr", probe.east)), connection.cursor() as cursor:
        with cursor.copy("COPY (SELECT word FROM probe ORDER BY 1) TO STDOUT") as copy:
            assert b"".join(bytes(piece) for piece in copy) == b"E\nE1\n"


@pytest.mark.django_db
def test_existence_is_answered_without_the_row_and_without_widening_the_scope(probe: Bank) -> None:
    with system_scope("test"), connection.cursor() as cursor:
        cursor.execute("SELECT id FROM probe WHERE word = 'W'")
        hidden = cursor.fetchone()[0]
    with acting_as(probe.actor("branch_hr", probe.east)):
        assert exists(hidden) is True
        assert exists(hidden, "probe") is True
        assert exists(hidden, "queue_timer") is False
        assert exists(uuid.uuid4()) is False
        assert words() == ["E", "E1"]


@pytest.mark.django_db
def test_a_hostile_label_cannot_break_out_of_the_settings(probe: Bank) -> None:
    nasty = "x', false); SELECT set_config('bole.actor_kind','system',false); --"
    with acting_as(Actor(kind="user", id=uuid.uuid4(), label=nasty)), system_scope(nasty, probe.west.pk):
        assert words() == ["W"]


@pytest.mark.django_db(transaction=True)
def test_the_policy_is_cheap_at_twenty_thousand_rows(probe: Bank) -> None:
    with system_scope("test"):
        run("INSERT INTO probe (unit_id, word) SELECT u.id, 'bulk' FROM org_unit u, generate_series(1, 5000)")
    with acting_as(probe.actor("branch_hr", probe.east)), connection.cursor() as cursor:
        cursor.execute("EXPLAIN (ANALYZE, FORMAT TEXT) SELECT count(*) FROM probe")
        plan = "\n".join(row[0] for row in cursor.fetchall())
    # The visible units are asked for once and hashed, not once per row.
    assert "hashed SubPlan" in plan or "hashed" in plan.lower()
    loops = [line for line in plan.splitlines() if "bole_visible_units" in line or "Function Scan" in line]
    assert all("loops=1)" in line for line in loops), plan
