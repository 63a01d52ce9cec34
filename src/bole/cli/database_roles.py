"""The three roles, the database and its schema; where the server listens and their passwords."""

from dataclasses import dataclass
from urllib.parse import quote

import psycopg
from psycopg import sql

DATABASE = "bole"


@dataclass(frozen=True, slots=True)
class Credentials:
    """Where the server listens and the random password of each role."""

    port: int
    superuser: str
    owner: str
    app: str
    backup: str

    def url(self, role: str, database: str = DATABASE) -> str:
        """A connection URL for ``superuser``, ``owner``, ``app`` or ``backup``."""
        user = "postgres" if role == "superuser" else f"bole_{role}"
        return f"postgresql://{user}:{quote(getattr(self, role))}@127.0.0.1:{self.port}/{database}"


def prepare(credentials: Credentials) -> None:
    """Make the three roles and the database where missing. Idempotent."""
    with psycopg.connect(credentials.url("superuser", "postgres"), autocommit=True) as connection:
        create_roles(connection, {role: getattr(credentials, role) for role in ("owner", "app", "backup")})
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
        if known is None:
            create_database(connection, DATABASE)
    with psycopg.connect(credentials.url("superuser"), autocommit=True) as connection:
        open_schema(connection)


def create_roles(connection: psycopg.Connection[tuple[object, ...]], passwords: dict[str, str]) -> None:
    """Create or refresh ``bole_owner``, ``bole_app`` and ``bole_backup`` (the only one that sees every
    row).
    """
    for role, password in passwords.items():
        name = sql.Identifier(f"bole_{role}")
        exists = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [f"bole_{role}"]).fetchone()
        if exists is None:
            connection.execute(sql.SQL("CREATE ROLE {}").format(name))
        rights = "BYPASSRLS" if role == "backup" else "NOBYPASSRLS"
        connection.execute(
            sql.SQL("ALTER ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE {} PASSWORD {}").format(
                name, sql.SQL(rights), sql.Literal(password)
            )
        )


def create_database(
    connection: psycopg.Connection[tuple[object, ...]], name: str, template: str = "template1"
) -> None:
    """Create a database that belongs to ``bole_owner`` and that only the three roles may enter."""
    connection.execute(
        sql.SQL("CREATE DATABASE {} OWNER bole_owner TEMPLATE {}").format(
            sql.Identifier(name), sql.Identifier(template)
        )
    )
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name)))
    connection.execute(
        sql.SQL("GRANT CONNECT ON DATABASE {} TO bole_app, bole_backup").format(sql.Identifier(name))
    )


def open_schema(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    """Let the owner make tables in ``public`` and the two others use it."""
    connection.execute("ALTER SCHEMA public OWNER TO bole_owner")
    connection.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    connection.execute("GRANT USAGE ON SCHEMA public TO bole_app, bole_backup")
