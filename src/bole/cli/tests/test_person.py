"""`bole person` over everything the product keeps about somebody who took an interview."""

import io
import json
import uuid
import zipfile
from pathlib import Path
from typing import Any

import pytest

from bole.cli import person
from bole.foundation.access.actors import system_scope
from bole.foundation.files.models import StoredFile
from bole.foundation.messaging.models import OutboxMessage
from bole.foundation.privacy import registry, services
from bole.hiring.conftest import WEBM, Taking, build_cast, invite
from bole.kernel.clock import utc_now
from bole.kernel.errors import BoleError

PERSONAL = ("林小禾", "13800001111", "lin@example.org")


@pytest.fixture
def taking(bank: Any, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Taking:
    """A candidate who consented and answered one question."""
    settings.FILES_DIR, settings.VAR_DIR = tmp_path / "files", tmp_path / "var"
    monkeypatch.setattr("bole.cli.installation.set_up_django", lambda: None)
    one = Taking(invite(build_cast(bank)))
    one.agree()
    one.answer("teller-complaint")
    return one


def candidate_of(taking: Taking) -> uuid.UUID:
    found: uuid.UUID = taking.invited.cast.candidate_id
    return found


def everything(taking: Taking) -> tuple[dict[str, Any], list[bytes]]:
    out = io.BytesIO()
    with system_scope("test"):
        unit = taking.invited.cast.bank.east.pk
        services.export_person(candidate_id=candidate_of(taking), unit_id=unit, out=out, now=utc_now())
    with zipfile.ZipFile(out) as archive:
        files = [archive.read(name) for name in archive.namelist() if name.startswith("files/")]
        return json.loads(archive.read("person.json")), files


def test_the_copy_is_complete_and_private(taking: Taking, tmp_path: Path, capsys: Any) -> None:
    target = tmp_path / "copy.zip"
    assert person.run(["export", str(candidate_of(taking)), str(target)]) == 0
    assert target.stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(target) as archive:
        text = archive.read("person.json").decode()
        films = [archive.read(name) for name in archive.namelist() if name.startswith("files/")]
    for value in PERSONAL:
        assert value in text
    assert films == [WEBM + b"words"]
    assert {"candidates", "interviews", "messaging", "files", "privacy"} <= set(json.loads(text))
    with pytest.raises(BoleError):
        person.run(["export", str(candidate_of(taking)), str(target)])


def test_erasure_leaves_nothing_a_person_could_be_known_by(taking: Taking, capsys: Any) -> None:
    assert any(value in json.dumps(everything(taking)[0], ensure_ascii=False) for value in PERSONAL)
    assert person.run(["erase", str(candidate_of(taking))]) == 0
    data, films = everything(taking)
    left = json.dumps(data, ensure_ascii=False)
    assert not [value for value in PERSONAL if value in left]
    assert films == []
    with system_scope("test"):
        assert not OutboxMessage.objects.filter(candidate_id=candidate_of(taking)).exists()
        assert not StoredFile.objects.filter(candidate_id=candidate_of(taking), erased_at=None).exists()


def test_every_capability_of_the_product_takes_part(taking: Taking) -> None:
    names = {holder.name for holder in registry.holders()}
    assert names >= {"candidates", "pipeline", "interviews", "analysis", "assessment", "messaging", "files"}


def test_an_unknown_person(taking: Taking, tmp_path: Path) -> None:
    with pytest.raises(BoleError) as caught:
        person.run(["export", str(uuid.uuid4()), str(tmp_path / "x.zip")])
    assert caught.value.code == "not_found"
    assert not (tmp_path / "x.zip").exists()


@pytest.mark.parametrize(
    "argv", [["export", str(uuid.uuid4())], ["erase", str(uuid.uuid4()), "x.zip"], ["erase", "no-id"], []]
)
def test_wrong_usage(argv: list[str], capsys: Any) -> None:
    with pytest.raises(SystemExit):
        person.run(argv)
