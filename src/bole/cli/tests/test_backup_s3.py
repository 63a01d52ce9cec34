"""Backup and restore when files lie in S3-compatible stores: one bucket before, an empty one afterwards."""

import hashlib
from pathlib import Path
from typing import Any

import boto3
import httpx
import pytest

from bole.cli.tests.test_backup import Place, hand_over, migrated, source, succeed
from bole.foundation.access.actors import Actor, acting_as, system_scope
from bole.foundation.files import queries, services
from bole.foundation.files.models import StoredFile
from bole.foundation.files.tests.conftest import NOW, webm
from bole.integrations.s3 import adapter
from bole.integrations.s3.tests.conftest import KNOWN, endpoint
from bole.kernel.ids import new_id

__all__ = ["endpoint", "migrated", "source"]  # fixtures
MIB = 1024 * 1024


class Bucket:
    """One bucket, as the settings of an installation name it."""

    def __init__(self, endpoint: str, name: str) -> None:
        self.facts = {**KNOWN, "bucket": name, "endpoint_url": endpoint}
        self.client = boto3.client(
            "s3", endpoint_url=endpoint, region_name="us-east-1",
            aws_access_key_id="test", aws_secret_access_key="test",
        )  # fmt: skip
        self.client.create_bucket(Bucket=name)

    @property
    def environment(self) -> dict[str, str]:
        words = {"bucket": "BUCKET", "endpoint_url": "ENDPOINT", "region": "REGION"}
        words |= {"access_key": "ACCESS_KEY", "secret_key": "SECRET_KEY"}
        return {f"BOLE_S3_{word}": self.facts[fact] for fact, word in words.items()}

    def choose(self, settings: Any) -> None:
        settings.S3, settings.FILE_STORAGE = self.facts, "bole.integrations.s3.adapter.storage"

    def objects(self) -> dict[str, bytes]:
        listed = self.client.list_objects_v2(Bucket=self.facts["bucket"]).get("Contents", [])
        store = self.facts["bucket"]
        return {
            one["Key"]: self.client.get_object(Bucket=store, Key=one["Key"])["Body"].read() for one in listed
        }


@pytest.fixture
def before(endpoint: str, source: Place, settings: Any) -> Bucket:
    bucket = Bucket(endpoint, f"before-{new_id().hex[:8]}")
    bucket.choose(settings)
    return bucket


@pytest.fixture
def after(endpoint: str) -> Bucket:
    return Bucket(endpoint, f"after-{new_id().hex[:8]}")


def recorded(bank: Any, data: bytes) -> StoredFile:
    """As a phone does it: parts straight to the store, then checked and encrypted by us."""
    person = new_id()
    with acting_as(Actor(kind="candidate", id=person, candidate_id=person)):
        upload = services.start_upload(
            unit_id=bank.east.pk, candidate_id=person, purpose="recording", declared_type="video/webm",
            max_bytes=64 * MIB, now=NOW,
        )  # fmt: skip
        parts = [data[at : at + 5 * MIB] for at in range(0, len(data), 5 * MIB)]
        for index, part in enumerate(parts):
            goal = queries.part_target(upload.pk, index, hashlib.sha256(part).hexdigest())
            httpx.request(goal.method, goal.url, headers=goal.headers, content=part).raise_for_status()
        return services.finish_upload(upload_id=upload.pk, parts=len(parts), total_bytes=len(data), now=NOW)


def test_every_row_and_object_comes_back_in_another_bucket(
    before: Bucket, after: Bucket, source: Place, migrated: Place, bank: Any, tmp_path: Path, settings: Any
) -> None:
    target = migrated
    data = webm(6 * MIB)
    stored, small = recorded(bank, data), recorded(bank, webm(70_000))
    copy = tmp_path / "copy"
    assert "2 files" in succeed(source.bole("backup", str(copy), **before.environment))
    hand_over(source, target)
    rows, objects = source.rows(), before.objects()
    assert len(objects) == 2
    succeed(target.bole("restore", str(copy), **after.environment))
    assert (target.rows(), after.objects()) == (rows, objects)
    settings.MASTER_KEY_FILE = target.var / "master.key"
    after.choose(settings)
    with system_scope("test"), queries.open_plain(stored.pk) as plain:  # the rows are equal
        assert plain.read() == data
    assert not any(data[:64] in one for one in objects.values())
    with system_scope("test"):
        services.erase(file_id=small.pk, now=NOW, reason="test")
    assert len(after.objects()) == 1


def test_a_bucket_with_files_in_it_is_not_filled(
    before: Bucket, source: Place, migrated: Place, bank: Any, tmp_path: Path
) -> None:
    recorded(bank, webm(70_000))
    copy = tmp_path / "copy"
    succeed(source.bole("backup", str(copy), **before.environment))
    hand_over(source, migrated)
    done = migrated.bole("restore", str(copy), **before.environment)
    assert (done.returncode, "not empty" in done.stderr) == (1, True)


def test_an_object_lost_in_the_store_stops_the_backup(
    before: Bucket, source: Place, bank: Any, tmp_path: Path
) -> None:
    lost = recorded(bank, webm(70_000))
    store = adapter.storage()
    for key in list(store.keys("files/")):
        store.delete(key)
    done = source.bole("backup", str(tmp_path / "copy"), **before.environment)
    assert (done.returncode, str(lost.pk) in done.stderr) == (1, True)
    assert not (tmp_path / "copy").exists()
