"""What the application and backup roles may do, set after every migration by the owner of the tables."""

from typing import Any

from django.conf import settings
from django.db import connections, transaction
from psycopg import sql

# Tables the application only reads (or appends to through a function of the owner).
# django-otp's own tables stay empty: keys in them would not be encrypted (see access.models.Authenticator).
READ_ONLY = (
    "audit_line",
    "audit_chain",
    "org_scoped_table",
    "django_migrations",
    "otp_totp_totpdevice",
    "otp_static_staticdevice",
    "otp_static_statictoken",
)

GRANTS = """
GRANT USAGE ON SCHEMA public TO {app}, {backup};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {app};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {app};
GRANT SELECT ON ALL TABLES IN SCHEMA public TO {backup};
GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO {backup};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO {backup};
"""

DEFINERS = """
SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname = 'public' AND p.prosecdef AND pg_get_userbyid(p.proowner) = current_user
"""


def refresh(using: str = "default", **_signal: Any) -> None:
    """Grant exactly what is needed. Does nothing when this connection does not own the tables."""
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user"
        )
        own = {row[0] for row in cursor.fetchall()}
        if "org_unit" not in own:
            return
        roles = {role: sql.Identifier(name) for role, name in settings.DATABASE_ROLES.items()}
        cursor.execute(sql.SQL(GRANTS).format(**roles))
        app = roles["app"].as_string()
        cursor.execute(DEFINERS)
        for (function,) in cursor.fetchall():  # what runs with the owner's rights is for the application only
            # regprocedure's text is quoted by PostgreSQL
            cursor.execute(f"REVOKE EXECUTE ON FUNCTION {function} FROM PUBLIC")
            cursor.execute(f"GRANT EXECUTE ON FUNCTION {function} TO {app}")
        for table in READ_ONLY:
            if table in own:
                cursor.execute(
                    sql.SQL("REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON {} FROM {}").format(
                        sql.Identifier(table), roles["app"]
                    )
                )
