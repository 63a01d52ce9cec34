"""Making a backup: snapshot, waiting parts, tables, files, manifest; complete or not at all."""

import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from bole import __version__
from bole.cli.backup import manifest, snapshot
from bole.cli.backup.manifest import BackupError, File, Manifest, Table
from bole.cli.backup.snapshot import Snapshot, Tally
from bole.foundation.files import frames, staging, storage
from bole.foundation.keys import crypto
from bole.foundation.keys.current import keyring
from bole.foundation.privacy import journal
from bole.ports.object_storage import StorageError

Report = Callable[[str], None]
TRIES = 5


def make(directory: Path, *, url: str, now: datetime, report: Report) -> Manifest:
    """Write a backup into ``directory`` (which must not exist). What fails leaves nothing under that name."""
    if directory.exists():
        raise BackupError(f"{directory} exists already; give a new name", code="backup_exists")
    partial = directory.with_name(f".{directory.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(mode=0o700, parents=True)
    try:
        made = _make(partial, url, now, report)
        partial.rename(directory)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    return made


def _make(target: Path, url: str, now: datetime, report: Report) -> Manifest:
    for _attempt in range(TRIES):
        with snapshot.taken(url) as moment:
            parts = _copy_parts(moment, target)
            if parts is None:  # an upload was finished meanwhile: its file is not in this snapshot
                shutil.rmtree(target / "staging", ignore_errors=True)
                continue
            made = _dump(moment, target, parts, now, report)
            made.files += _copy_files(moment, target, url)
            return _close(made, target, report)
    raise BackupError("uploads were finished faster than they could be copied; try again", code="backup_busy")


def _copy_parts(moment: Snapshot, target: Path) -> list[File] | None:
    copied: list[File] = []
    for upload_id, index in moment.parts():
        key = f"staging/{upload_id}/{index:05d}"
        try:
            body = (staging.root() / str(upload_id) / f"{index:05d}").read_bytes()
        except FileNotFoundError:
            return None
        written = manifest.write_synced(target / key, [body])
        copied.append(File(key, written.size, written.sha256))
    return copied


def _dump(moment: Snapshot, target: Path, parts: list[File], now: datetime, report: Report) -> Manifest:
    backup_id, key = str(uuid.uuid4()), os.urandom(crypto.KEY_BYTES)
    wrapped = keyring().seal(key, use=manifest.KEY_USE, aad=backup_id.encode())
    made = Manifest(backup_id, now.isoformat(), __version__, moment.server(), wrapped.hex(), files=parts)
    made.migrations, made.sequences = moment.migrations(), moment.sequences()
    made.audit_heads = moment.audit_heads()
    for name, columns in moment.tables().items():
        made.tables.append(_dump_table(moment, target, name, columns, made))
    report(f"{len(made.tables)} tables, {sum(table.rows for table in made.tables)} rows")
    return made


def _close(made: Manifest, target: Path, report: Report) -> Manifest:
    report(f"{len(made.files)} files, {sum(file.size for file in made.files)} bytes")
    known = journal.path()
    erasures = manifest.write_synced(
        target / manifest.ERASURES, manifest.chunks_of(known) if known.exists() else ()
    )
    made.erasures_sha256 = erasures.sha256
    made.write(target)
    return made


def _dump_table(moment: Snapshot, target: Path, name: str, columns: list[str], made: Manifest) -> Table:
    tally = Tally()
    packed = moment.copy_out(name, columns, tally)
    sealed = frames.seal_frames(packed, key=made.table_key(name), file_id=manifest.dump_id(made.id, name))
    written = manifest.write_synced(target / "tables" / name, sealed)
    return Table(name, columns, tally.rows, tally.plain_bytes, written.sha256)


def _copy_files(moment: Snapshot, target: Path, url: str) -> list[File]:
    copied: list[File] = []
    missing: list[uuid.UUID] = []
    for file_id in moment.files():
        key = storage.file_key(file_id)
        try:
            written = manifest.write_synced(target / key, _object(key))
        except StorageError as error:
            if error.code != "storage_missing":
                raise
            (target / key).unlink(missing_ok=True)
            missing.append(file_id)
            continue
        copied.append(File(key, written.size, written.sha256))
    _explain(missing, url)
    return copied


def _explain(missing: list[uuid.UUID], url: str) -> None:
    """A file may be gone only because it was erased since the snapshot; a restore will erase it again."""
    if not missing:
        return
    with snapshot.taken(url) as later:
        lost = set(missing) & set(later.files())
    if lost:
        names = ", ".join(sorted(map(str, lost))[:5])
        raise BackupError(f"{len(lost)} stored files are missing in the store: {names}", code="file_missing")


def _object(key: str) -> Iterator[bytes]:
    store = storage.storage()
    start, size = 0, store.size(key)
    while start < size:
        chunk = store.read(key, start, manifest.CHUNK)
        start += len(chunk)
        yield chunk
