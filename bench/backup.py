"""How long a backup and a restore take: ``python -m bench.backup --files 60 --mib 8 --rows 20000``.

Makes a throw-away installation (own embedded PostgreSQL) with recordings of random bytes and outbox rows,
then runs the real commands: ``bole backup``, ``bole restore --check``, ``bole restore``.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bole.cli.embedded_postgres import EmbeddedPostgres

MIB = 1024 * 1024
FILL = """
import os, sys, uuid
from django.utils import timezone
import django; django.setup()
from bole.foundation.access.actors import system_scope
from bole.foundation.files import services
from bole.foundation.messaging.models import OutboxMessage
from bole.foundation.org.services import create_unit
import hashlib
files, mib, rows = map(int, sys.argv[1:])
now, mib_bytes = timezone.now(), 1024 * 1024
head = b"\\x1a\\x45\\xdf\\xa3\\x9f\\x42\\x82\\x84webm"
with system_scope("bench"):
    unit = create_unit(code="HO", kind="head_office", name_zh="总行", name_en="Head office")
    for _number in range(files):
        upload = services.start_upload(unit_id=unit.pk, candidate_id=uuid.uuid4(), purpose="recording",
            declared_type="video/webm", max_bytes=512 * mib_bytes, now=now)
        for index in range(mib):
            body = os.urandom(mib_bytes) if index else head + os.urandom(mib_bytes - len(head))
            digest = hashlib.sha256(body).hexdigest()
            services.put_part(upload_id=upload.pk, index=index, sha256=digest, body=body)
        services.finish_upload(upload_id=upload.pk, parts=mib, total_bytes=mib * mib_bytes, now=now)
    for start in range(0, rows, 1000):
        OutboxMessage.objects.bulk_create([OutboxMessage(unit=unit, template="invitation", template_version=1,
            template_sha256="0" * 64, language="zh", channel="mail", address="somebody@bank.example",
            context={"text": "您好" * 300}, about_kind="bench", about_id=uuid.uuid4(), queued_at=now)
            for _number in range(min(1000, rows - start))])
"""


def main() -> None:
    """Fill, back up, check, restore; print a table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--files", type=int, default=60)
    options.add_argument("--mib", type=int, default=8, help="size of one recording")
    options.add_argument("--rows", type=int, default=20_000)
    args = options.parse_args()
    home = Path(tempfile.mkdtemp(prefix="bole-bench-"))
    home.chmod(0o755)
    try:
        with EmbeddedPostgres(home / "a" / "db"), EmbeddedPostgres(home / "b" / "db"):
            measure(home, args.files, args.mib, args.rows)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def measure(home: Path, files: int, mib: int, rows: int) -> None:
    """The four steps between two installations."""
    run(home / "a", "-m", "django", "migrate", "--verbosity", "0", BOLE_DATABASE_ROLE="owner")
    run(home / "a", "-c", FILL, str(files), str(mib), str(rows))
    copy = str(home / "copy")
    steps = {"backup": run(home / "a", "-m", "bole.cli", "backup", copy)}
    shutil.copy(home / "a" / "master.key", home / "b" / "master.key")
    steps["check"] = run(home / "b", "-m", "bole.cli", "restore", copy, "--check")
    steps["restore"] = run(home / "b", "-m", "bole.cli", "restore", copy)
    size = sum(path.stat().st_size for path in Path(copy).rglob("*") if path.is_file())
    print(f"{files} files of {mib} MiB, {rows} rows; backup {size / MIB:.0f} MiB")
    for name, seconds in steps.items():
        print(f"{name:<8} {seconds:6.1f} s  {size / MIB / seconds:6.1f} MiB/s")


def run(var: Path, *words: str, **more: str) -> float:
    """One process of the installation in ``var``; returns its seconds."""
    more |= {"DJANGO_SETTINGS_MODULE": "bole.config.settings.demo", "BOLE_VAR_DIR": str(var)}
    started = time.perf_counter()
    subprocess.run([sys.executable, *words], env=os.environ | more, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
