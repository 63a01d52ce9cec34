"""The two commands: arguments in, exit codes out."""

import contextlib
import json
import os
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg

from bole.cli import installation
from bole.cli.embedded_postgres import CREDENTIALS, EmbeddedPostgres
from bole.cli.options import parser
from bole.kernel.clock import utc_now

if TYPE_CHECKING:
    from bole.cli.backup.manifest import Manifest

EXAMPLES = """  bole backup /backups/2026-03-01
  rsync var/erasures.jsonl vault:             (after every erasure; it is not in older backups)"""
RESTORE_EXAMPLES = """  bole restore /backups/2026-03-01 --check    only verify hashes and seal
  bole restore /backups/2026-03-01 --erasures /vault/erasures.jsonl"""


def backup(argv: Sequence[str]) -> int:
    """Write every row and every encrypted file into a new directory, as the backup role."""
    text = "Copy database and files, encrypted; the master key is never part of it."
    options = parser("backup", text, EXAMPLES)
    options.add_argument("directory", type=Path, help="a directory that does not exist yet")
    args = options.parse_args(argv)
    with _database():
        started = time.monotonic()
        installation.set_up_django()
        from bole.cli.backup import making
        from bole.config import env

        url = env.database_url("backup")
        made = making.make(args.directory.absolute(), url=url, now=utc_now(), report=_say)
        _say(f"backup {made.id} complete in {time.monotonic() - started:.1f} s: {args.directory}")
    return 0


def restore(argv: Sequence[str]) -> int:
    """Verify a backup and load it into an empty database and file store, as the owner of the tables."""
    text = "Verify a backup and put it back into an empty installation."
    options = parser("restore", text, RESTORE_EXAMPLES)
    options.add_argument("directory", type=Path)
    journals = "a journal of erasures kept elsewhere; may be given several times"
    options.add_argument("--erasures", type=Path, action="append", default=[], help=journals)
    options.add_argument("--check", action="store_true", help="verify only, change nothing")
    args = options.parse_args(argv)
    if args.check:
        installation.set_up_django()
        _verified(args.directory)
        return 0
    with _database():
        return _restore(args.directory.absolute(), args.erasures)


def _restore(directory: Path, erasures: list[Path]) -> int:
    os.environ["BOLE_DATABASE_ROLE"] = "owner"
    installation.set_up_django()
    from bole.cli.backup import loading
    from bole.config import env

    started = time.monotonic()
    made = _verified(directory)
    loading.load(directory, made, owner_url=env.database_url("owner"), report=_say)
    whole = loading.finish(directory, made, erasures, now=utc_now(), report=_say)
    _say(f"restored in {time.monotonic() - started:.1f} s")
    return 0 if whole else 1


def _verified(directory: Path) -> "Manifest":
    from bole.cli.backup import loading

    made = loading.check(directory.absolute())
    count = f"{len(made.tables)} tables and {len(made.files)} files"
    _say(f"backup {made.id} of {made.created_at}: {count}, none changed")
    return made


@contextlib.contextmanager
def _database() -> Iterator[None]:
    """The database for the block: DATABASE_URL, an embedded server that runs, or one started for us."""
    if os.environ.get("DATABASE_URL") or _answers():
        yield
        return
    with EmbeddedPostgres(installation.var_dir() / "db"):
        yield


def _answers() -> bool:
    credentials = installation.var_dir() / "db" / CREDENTIALS
    if not credentials.exists():
        return False
    try:
        psycopg.connect(json.loads(credentials.read_text())["urls"]["backup"], connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def _say(line: str) -> None:
    print(line, flush=True)
