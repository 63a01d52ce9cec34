"""Backup and restore by the real commands, between two databases and two stores; every row, every file."""

import base64
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql
from tests.support import database

from bole.cli import database_roles
from bole.cli.backup import manifest, snapshot
from bole.foundation.access.actors import system_scope
from bole.foundation.files import services as files
from bole.foundation.files.models import StoredFile
from bole.foundation.files.tests.conftest import Sender, webm
from bole.foundation.messaging import services as messaging
from bole.foundation.privacy import services as privacy
from bole.foundation.privacy import wordings
from bole.kernel.ids import new_id

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)


class Place:
    """One installation: a database of the test cluster and a directory."""

    def __init__(self, name: str, directory: Path) -> None:
        self.name = name
        self.var = directory
        self.var.mkdir()

    def url(self, role: str) -> str:
        return database.credentials().url(role, self.name)

    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "bole.config.settings.demo",
            "BOLE_VAR_DIR": str(self.var),
            "DATABASE_URL": self.url("app"),
            "DATABASE_OWNER_URL": self.url("owner"),
            "DATABASE_BACKUP_URL": self.url("backup"),
        }

    def bole(self, *words: str, **changes: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "bole.cli", *words],
            env=self.environment() | changes,
            text=True,
            capture_output=True,
            check=False,
            timeout=300,
        )

    def rows(self) -> dict[str, list[bytes]]:
        """Every row of every table, as the backup role sees it."""
        found: dict[str, list[bytes]] = {}
        with snapshot.taken(self.url("backup")) as moment:
            for table, columns in moment.tables().items():
                text = b"".join(snapshot.unpacked(moment.copy_out(table, columns, snapshot.Tally())))
                found[table] = sorted(text.splitlines())
        return found

    def files(self) -> dict[str, bytes]:
        root = self.var / "files"
        return {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*") if p.is_file()}


@pytest.fixture
def source(transactional_db: None, tmp_path: Path, settings: Any) -> Place:
    place = Place("bole", tmp_path / "source")
    settings.VAR_DIR, settings.FILES_DIR = place.var, place.var / "files"
    settings.MASTER_KEY_FILE = place.var / "master.key"
    return place


@pytest.fixture
def target(source: Place, tmp_path: Path) -> Iterator[Place]:
    """A database without a table, as the first start makes it."""
    with made(tmp_path, "template1") as place:
        with psycopg.connect(place.url("superuser"), autocommit=True) as connection:
            database_roles.open_schema(connection)
        yield place


@pytest.fixture
def migrated(source: Place, tmp_path: Path) -> Iterator[Place]:
    """A database with every table and no row: a restore into it need not migrate."""
    with made(tmp_path, database.MIGRATED) as place:
        yield place


@contextmanager
def made(directory: Path, template: str) -> Iterator[Place]:
    """A place with a database of its own for the block."""
    place = Place(f"restore_{new_id().hex[:8]}", directory / "target")
    with database.superuser() as connection:
        connection.autocommit = True
        database_roles.create_database(connection, place.name, template)
    yield place
    with database.superuser() as connection:
        connection.autocommit = True
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(place.name)))


class Content:
    """Three people: one stays, one will be erased after the backup, one is still uploading."""

    def __init__(self, bank: Any) -> None:
        bank.user("branch_hr", bank.east)
        with system_scope("test"):
            self.stays, self.leaves, self.uploads = (self.person(bank) for _number in range(3))
            self.data = webm(2_500_000)
            self.file = self.stays.store(self.data, 900_000)
            self.leaving_file = self.leaves.store(webm(300_000))
            gone = self.stays.store(webm(1000))
            files.erase(file_id=gone.pk, now=NOW, reason="test")
            self.open = self.uploads.start()
            self.part = webm(70_000)
            self.uploads.put(self.open, 0, self.part)

    def person(self, bank: Any) -> Sender:
        one = Sender(bank.east.pk, new_id())
        privacy.give_consent(
            candidate_id=one.candidate_id,
            unit_id=one.unit_id,
            granted=True,
            wording=wordings.wording("recording"),
            language="zh",
            now=NOW,
        )
        messaging.send(
            template="feedback-ready",
            to=messaging.Addresses(mail="王\t小明\\n@example.com"),
            language="zh",
            context={
                "name": "王\n小明",
                "bank": "测试",
                "job": "柜员",
                "next": "复试",
                "link": "https://bank.example/",
            },
            unit_id=one.unit_id,
            about=("test", new_id()),
            now=NOW,
            candidate_id=one.candidate_id,
        )
        return one


@pytest.fixture
def content(source: Place, bank: Any) -> Content:
    return Content(bank)


def succeed(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout


@pytest.fixture
def copy(content: Content, source: Place, tmp_path: Path) -> Path:
    directory = tmp_path / "copy"
    succeed(source.bole("backup", str(directory)))
    return directory


def hand_over(source: Place, target: Place) -> None:
    """The bank keeps its keyring in a vault; a restore begins by bringing it."""
    shutil.copy(source.var / "master.key", target.var / "master.key")


def test_every_row_and_every_file_comes_back_and_an_upload_goes_on(
    content: Content, source: Place, migrated: Place, copy: Path, settings: Any
) -> None:
    target = migrated  # into an empty database: test_an_embedded_database_is_started_and_stopped
    hand_over(source, target)
    before, bytes_before = source.rows(), source.files()
    assert "none changed" in succeed(target.bole("restore", str(copy), "--check"))
    with psycopg.connect(target.url("superuser")) as connection:
        assert connection.execute("SELECT count(*) FROM org_unit").fetchone() == (0,)
    said = succeed(target.bole("restore", str(copy)))
    assert "the audit record is whole" in said
    after = target.rows()
    assert after.keys() == before.keys()
    for table in before:
        assert after[table] == before[table], table
    assert target.files() == bytes_before
    assert sum(map(len, before.values())) > 40
    assert any(name.startswith("staging/") for name in bytes_before)
    succeed(target.bole("audit", "verify"))
    with database.superuser() as connection:
        guarded = "SELECT count(*) FROM pg_class WHERE relforcerowsecurity"
        there = connection.execute(guarded).fetchone()
    with psycopg.connect(target.url("superuser")) as connection:
        assert connection.execute(guarded).fetchone() == there
        disabled = "SELECT count(*) FROM pg_trigger WHERE tgenabled = 'D'"
        assert connection.execute(disabled).fetchone() == (0,)
    with psycopg.connect(target.url("app")) as connection:
        assert connection.execute("SELECT count(*) FROM files_storedfile").fetchone() == (0,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("DELETE FROM audit_line")
    settings.FILES_DIR = target.var / "files"
    with system_scope("test"):  # the rows are equal, so the source's serve to ask the target's store
        stored = content.uploads.finish(content.open, 1, len(content.part))
        assert stored.size == len(content.part)
        assert StoredFile.objects.filter(pk=stored.pk).exists()


def test_a_backup_is_private_names_no_place_outside_and_holds_no_key(source: Place, copy: Path) -> None:
    assert copy.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in copy.rglob("*") if path.is_file()} == {0o600}
    for key in ("../outside", "/etc/passwd", "files/../../outside", ""):
        with pytest.raises(manifest.BackupError):
            manifest.inside(copy, key)
    holds_no_key(source, copy)


def holds_no_key(source: Place, copy: Path) -> None:
    document = json.loads((source.var / "master.key").read_text())
    secrets = [document["keys"][0]["key"], document["blind_index"]["key"]]
    everything = b"".join(path.read_bytes() for path in copy.rglob("*") if path.is_file())
    names = [path.name for path in copy.rglob("*")]
    for secret in secrets:
        raw = base64.b64decode(secret)
        for form in (raw, secret.encode(), raw.hex().encode(), raw.hex().upper().encode()):
            assert form not in everything
    assert "master.key" not in names
    for word in ("小明", "example.com", "柜员", "branch_hr"):
        assert word.encode() not in everything


def test_erasures_made_since_are_made_again(
    content: Content, source: Place, migrated: Place, copy: Path, tmp_path: Path
) -> None:
    target = migrated
    hand_over(source, target)
    leaves = content.leaves
    with system_scope("test"):
        privacy.erase_person(
            candidate_id=leaves.candidate_id, unit_id=leaves.unit_id, reason="withdrawn", now=NOW
        )
        privacy.withdraw_consent(candidate_id=content.stays.candidate_id, purpose="recording", now=NOW)
    vault = tmp_path / "vault.jsonl"
    shutil.copy(source.var / "erasures.jsonl", vault)
    said = succeed(target.bole("restore", str(copy), "--erasures", str(vault)))
    assert "1 person" in said
    gone = str(leaves.candidate_id)
    rows = target.rows()
    held = {name for name, lines in rows.items() if any(gone.encode() in line for line in lines)}
    marks = {"privacy_consent", "privacy_erasurerecord", "files_storedfile", "files_upload", "audit_line"}
    marks |= {"procrastinate_jobs"}  # others are told of the erasure, by id
    assert held <= marks
    assert not any(str(content.leaving_file.pk) in name for name in target.files())
    assert any(str(content.leaving_file.pk) in path.name for path in copy.rglob("*"))
    with psycopg.connect(target.url("backup")) as connection:
        key = connection.execute(
            "SELECT wrapped_key FROM files_storedfile WHERE id = %s", [content.leaving_file.pk]
        ).fetchone()
        standing = connection.execute(
            "SELECT count(*) FROM privacy_consent WHERE candidate_id = %s AND withdrawn_at IS NULL",
            [content.stays.candidate_id],
        ).fetchone()
    assert (key, standing) == ((None,), (0,))
    succeed(target.bole("audit", "verify"))
    assert (target.var / "erasures.jsonl").read_text().count('"person"') == 1


def refused(target: Place, copy: Path, *words: str) -> str:
    done = target.bole("restore", str(copy), *words)
    assert done.returncode == 1, done.stdout
    with psycopg.connect(target.url("superuser")) as connection:
        table = connection.execute("SELECT to_regclass('public.org_unit')").fetchone()
        if table and table[0]:
            assert connection.execute("SELECT count(*) FROM org_unit").fetchone() == (0,)
    return done.stderr


@pytest.mark.long
def test_without_the_keyring_or_changed_a_backup_is_refused_before_anything_is_touched(
    source: Place, target: Place, copy: Path
) -> None:
    assert "no master key" in refused(target, copy)
    hand_over(source, target)
    file = next(path for path in (copy / "files").rglob("*") if path.is_file())
    for victim in (copy / "tables" / "org_unit", file, copy / "erasures.jsonl", copy / "manifest.json"):
        original = victim.read_bytes()
        victim.write_bytes(original[:-1] + bytes([original[-1] ^ 1]))
        assert "changed" in refused(target, copy)
        victim.write_bytes(original)
    hidden = file.rename(file.with_suffix(".hidden"))
    assert "missing" in refused(target, copy)
    hidden.rename(file)
    (copy / "manifest.seal").unlink()
    assert "no complete backup" in refused(target, copy, "--check")
    assert not target.files()


def test_only_an_empty_place_is_filled(source: Place, copy: Path) -> None:
    for _step in ("files and rows", "rows only"):
        done = source.bole("restore", str(copy))
        assert done.returncode == 1
        assert "not empty" in done.stderr
        shutil.rmtree(source.var / "files", ignore_errors=True)


def test_a_backup_is_complete_or_not_there(content: Content, source: Place, tmp_path: Path) -> None:
    bad = tmp_path / "bad"
    done = source.bole("backup", str(bad), DATABASE_BACKUP_URL=source.url("app"))
    assert (done.returncode, "backup role" in done.stderr) == (1, True)
    (source.var / "files" / "files" / content.file.pk.hex[:2] / str(content.file.pk)).unlink()
    done = source.bole("backup", str(bad))
    assert (done.returncode, str(content.file.pk) in done.stderr) == (1, True)
    assert [path.name for path in tmp_path.iterdir() if "bad" in path.name] == []
    bad.mkdir()
    (bad / "older").write_text("an older backup")
    assert source.bole("backup", str(bad)).returncode == 1
    assert (bad / "older").read_text() == "an older backup"


@pytest.fixture
def open_directory() -> Iterator[Path]:
    """Where the database's own system user may look too, unlike pytest's."""
    with tempfile.TemporaryDirectory(prefix="bole-test-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.mark.long
def test_an_embedded_database_is_started_and_stopped(
    source: Place, copy: Path, tmp_path: Path, open_directory: Path
) -> None:
    """On a new machine: no server, no DATABASE_URL, only the backup and the keyring."""
    fresh = open_directory / "fresh"
    fresh.mkdir()
    shutil.copy(source.var / "master.key", fresh / "master.key")
    environment = {
        name: value for name, value in source.environment().items() if not name.startswith("DATABASE_")
    } | {"BOLE_VAR_DIR": str(fresh)}
    for words in (["restore", str(copy)], ["backup", str(tmp_path / "again")]):
        command = [sys.executable, "-m", "bole.cli", *words]
        succeed(
            subprocess.run(command, env=environment, text=True, capture_output=True, check=False, timeout=300)
        )
        assert (fresh / "db" / "data" / "PG_VERSION").exists()
        assert not (fresh / "db" / "data" / "postmaster.pid").exists()
    first, second = (json.loads((d / "manifest.json").read_text()) for d in (copy, tmp_path / "again"))
    assert {t["name"]: t["rows"] for t in first["tables"]} == {t["name"]: t["rows"] for t in second["tables"]}
    assert first["files"] == second["files"]
