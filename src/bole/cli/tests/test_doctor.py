"""`bole doctor` on installations with something wrong: it names the thing and the way out."""

import json
import os
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from bole.cli import doctor, doctor_running, frontend
from bole.cli.finding import Finding
from bole.foundation.access.actors import system_scope
from bole.foundation.audit.models import AuditLine
from bole.foundation.files.tests.conftest import Sender, webm
from bole.foundation.keys import keyring as rings
from bole.foundation.queue.models import DeadLetter, Timer
from bole.kernel.clock import utc_now
from bole.kernel.ids import new_id


def found(findings: Any) -> dict[str, Finding]:
    return {finding.what: finding for finding in findings}


@pytest.fixture
def place(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.MASTER_KEY_FILE, settings.FILES_DIR = tmp_path / "master.key", tmp_path / "files"
    monkeypatch.setattr("bole.cli.installation.set_up_django", lambda: None)
    return tmp_path


@pytest.mark.django_db
def test_a_silent_installation_and_its_dead_tasks_are_named(place: Path) -> None:
    DeadLetter.objects.create(
        job_id=1, task_name="analysis.hear", queue_name="speech", error_code="worker_died", error_type="x",
        attempts=3, died_at=utc_now(),
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, scheduled_at) "
            "VALUES (%s, %s, %s, now() - interval '1 hour')", ["vision", "x", "{}"],
        )  # fmt: skip
    seen = found(doctor_running.running())
    assert not seen["workers"].well
    assert "bole up" in seen["workers"].mend
    assert "analysis.hear (worker_died)" in seen["dead tasks"].seen
    assert seen["queues"].seen.startswith("vision: 1 waiting since")
    assert seen["clock"].well
    assert seen["keyring"].well


@pytest.mark.django_db
def test_dead_timers_are_named_and_run_again(place: Path, bank: Any, capsys: Any) -> None:
    now = utc_now()
    with system_scope("test"):
        for number, dead_at in enumerate((now, now, None)):
            Timer.objects.create(
                kind="pipeline.hold_ends", key=str(number), due_at=now, run_at=now + timedelta(days=1),
                unit_id=bank.east.pk, failures=8, error_code="on_hold", dead_at=dead_at,
            )  # fmt: skip
    seen = found(doctor_running.running())["dead timers"]
    assert not seen.well
    assert seen.seen == "2: 2 × pipeline.hold_ends (on_hold)"
    assert "bole doctor --revive" in seen.mend
    doctor.run(["--revive"])
    assert "2 dead timers run again" in capsys.readouterr().err
    assert doctor_running.revive() == (0, 0)  # a second call finds nothing
    with system_scope("test"):
        assert sorted(Timer.objects.values_list("failures", flat=True)) == [0, 0, 8]
        assert AuditLine.objects.filter(verb="foundation.queue.timer.revived").count() == 2
    assert found(doctor_running.running())["dead timers"].well


@pytest.mark.django_db
def test_given_up_tasks_wait_again_and_those_of_an_older_release_stay_named(place: Path, bank: Any) -> None:
    kept = {"answer_id": str(new_id()), "unit_id": str(bank.east.pk), "attempt": 1}
    for number, name in enumerate(("hiring.analysis.hear_answer", "older.task")):
        DeadLetter.objects.create(
            job_id=number, task_name=name, queue_name="speech", error_code="x", error_type="x", attempts=1,
            arguments=kept, died_at=utc_now(),
        )  # fmt: skip
    assert doctor_running.revive() == (0, 1)
    assert "older.task" in found(doctor_running.running())["dead tasks"].seen
    with system_scope("test"):
        line = AuditLine.objects.get(verb="foundation.queue.task.revived")
    assert line.unit_id == bank.east.pk


@pytest.mark.django_db
def test_a_worker_that_spoke_a_moment_ago_is_heard(place: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour')"
        )
    assert found(doctor_running.running())["workers"].seen.startswith("1 heard")


@pytest.mark.django_db
def test_a_wrong_clock_and_a_wrong_keyring(place: Path, bank: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with system_scope("test"):
        Sender(bank.east.pk, new_id()).store(webm(500))
    rings.save(rings.generate(now=utc_now(), demo=True), place / "master.key")
    monkeypatch.setattr(doctor_running, "utc_now", lambda: utc_now() + timedelta(minutes=2))
    seen = found(doctor_running.running())
    assert (seen["keyring"].well, seen["keyring"].needed) == (False, True)
    assert "vault" in seen["keyring"].mend
    assert not seen["clock"].well
    assert "120" in seen["clock"].seen


def test_a_stale_front_end_a_full_disk_and_missing_models(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    """On files of our own: a source younger than the build, no room, an empty folder of models."""
    source, dist = tmp_path / "frontend", tmp_path / "dist"
    (source / "src").mkdir(parents=True)
    dist.mkdir()
    (dist / "manifest.json").write_text("{}")
    os.utime(dist / "manifest.json", (1, 1))
    (source / "src" / "a.ts").write_text("")
    monkeypatch.setattr(frontend, "FRONTEND", source)
    monkeypatch.setattr(frontend, "DIST", dist)
    monkeypatch.setattr(doctor, "MANIFEST", dist / "manifest.json")
    full = shutil.disk_usage(tmp_path)._replace(free=10**9)
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _folder: full)
    monkeypatch.setenv("BOLE_VAR_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("BOLE_MODELS_DIR", str(tmp_path / "models"))
    monkeypatch.setattr(doctor, "CHECKS", (doctor._front_end, doctor._room, doctor._models))
    assert doctor.run(["--json"]) == 1
    seen = {one["what"]: one for one in json.loads(capsys.readouterr().out)}
    assert (seen["front end"]["seen"], seen["front end"]["mend"]) == (
        "older than its sources",
        "make frontend",
    )
    assert not seen["disk"]["well"]
    missing = [one for name, one in seen.items() if name.startswith("model ")]
    assert not all(one["well"] for one in missing)  # two travel in their packages and need no folder
    assert {one["mend"] for one in missing} == {"bole models install"}


def test_every_finding_that_can_be_bad_says_how_to_mend_it(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setenv("BOLE_VAR_DIR", str(tmp_path))
    monkeypatch.setattr(doctor, "CHECKS", tuple(c for c in doctor.CHECKS if c is not doctor_running.running))
    findings = [finding for check in doctor.CHECKS for finding in doctor._guarded(check)]
    assert [finding.what for finding in findings if not finding.well and not finding.mend] == []
