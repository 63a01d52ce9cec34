"""A table under row-level security that exists in tests only."""

from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection
from tests.support.bank import Bank
from tests.support.database import credentials

from bole.foundation.access import rls

TABLE = "probe"


@pytest.fixture(scope="module")
def _probe_table(django_db_setup: None) -> Iterator[None]:
    operation = rls.enable(TABLE, candidate_column="candidate_id")
    with psycopg.connect(credentials().url("owner")) as owner:
        owner.execute(
            "CREATE TABLE probe (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), unit_id uuid NOT NULL, "
            "candidate_id uuid, word text NOT NULL DEFAULT '')"
        )
        owner.execute(operation.sql)
        owner.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON probe TO bole_app")
        owner.execute("GRANT SELECT ON probe TO bole_backup")
    yield
    with psycopg.connect(credentials().url("owner")) as owner:
        owner.execute("DELETE FROM org_scoped_table WHERE name = 'probe'")
        owner.execute("DROP TABLE probe")


@pytest.fixture
def probe(_probe_table: None, bank: Bank) -> Iterator[Bank]:
    """One row per unit (``word`` = its code), committed or not as the test is; emptied afterwards."""
    from bole.foundation.access.actors import system_scope

    with system_scope("test"), connection.cursor() as cursor:
        for unit in (bank.head, bank.east, bank.west, bank.east_outlet):
            cursor.execute("INSERT INTO probe (unit_id, word) VALUES (%s, %s)", [unit.pk, unit.code])
    yield bank
    with system_scope("test"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM probe")
