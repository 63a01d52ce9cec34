"""Row-level security as one migration operation per table.

The second wall behind ``visible_to``: even raw SQL of the application role returns only the actor's rows.
"""

import re

from django.db import migrations

NAME = re.compile(r"[a-z_][a-z0-9_]*\Z")

ENABLE = """
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY bole_scope ON {table} USING ({condition}) WITH CHECK ({condition});
INSERT INTO org_scoped_table (name, has_id) SELECT '{table}', EXISTS (
    SELECT 1 FROM information_schema.columns WHERE table_schema = current_schema()
    AND table_name = '{table}' AND column_name = 'id' AND data_type = 'uuid');
"""

DISABLE = """
DELETE FROM org_scoped_table WHERE name = '{table}';
DROP POLICY bole_scope ON {table};
ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
"""


def condition(unit_column: str, candidate_column: str | None) -> str:
    """The policy's expression. Sub-selects without reference to the row are evaluated once per statement."""
    clauses = ["(SELECT bole_sees_all())", f"{unit_column} IN (SELECT bole_visible_units())"]
    if candidate_column:
        clauses.append(f"{candidate_column} = (SELECT bole_candidate())")
    return " OR ".join(clauses)


def enable(
    table: str, unit_column: str = "unit_id", candidate_column: str | None = None
) -> migrations.RunSQL:
    """Enable and force row-level security on ``table`` (made by an earlier operation).

    Bank users see rows whose unit lies beneath one of their roots; a candidate sees rows where
    ``candidate_column`` is he himself (never, without that column); a system scope sees its unit or
    everything;
    nobody sees nothing. The same holds for what may be written. The migration must depend on
    ``("org", "0002_scope_functions")``.
    """
    filled = _filled(table, unit_column, candidate_column)
    return migrations.RunSQL(ENABLE.format(**filled), DISABLE.format(**filled))


THROUGH = "SELECT other.id FROM {table} other WHERE other.{column} IN ({things})"
GUESTS = """
CREATE POLICY bole_scope_guests ON {table} FOR {verb} USING ({column} IN ({things})){check};
"""
THINGS = "SELECT bole_guest_things()"


def open_to_guests(
    table: str, column: str, *, writes: bool = False, through: tuple[str, str] | None = None
) -> migrations.RunSQL:
    """Show guests the rows whose ``column`` their pass names, beside what ``enable`` shows (``writes``: and
    let them be written). ``through`` (table, column): ``column`` points at rows of that table which a pass
    names by that column. The migration must depend on ``("access", "0006_guest_pass")``.
    """
    names = (table, column, *(through or ()))
    if not all(NAME.match(name) for name in names):
        raise ValueError(f"not plain SQL names: {names!r}")
    things = THINGS
    if through:
        things = THROUGH.format(table=through[0], column=through[1], things=THINGS)
    forward = GUESTS.format(
        table=table,
        column=column,
        things=things,
        verb="ALL" if writes else "SELECT",
        check=f" WITH CHECK ({column} IN ({things}))" if writes else "",
    )
    return migrations.RunSQL(forward, f"DROP POLICY bole_scope_guests ON {table}")


def retire(
    table: str, unit_column: str = "unit_id", candidate_column: str | None = None
) -> migrations.RunSQL:
    """Take row-level security from ``table`` before a migration drops it; arguments as in ``enable``."""
    filled = _filled(table, unit_column, candidate_column)
    return migrations.RunSQL(DISABLE.format(**filled), ENABLE.format(**filled))


def _filled(table: str, unit_column: str, candidate_column: str | None) -> dict[str, str]:
    for name in (table, unit_column, candidate_column or "x"):
        if not NAME.match(name):
            raise ValueError(f"not a plain SQL name: {name!r}")
    return {"table": table, "condition": condition(unit_column, candidate_column)}
