import base64
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bole.foundation.keys import keyring as rings
from bole.foundation.keys.checks import keyring_is_sound
from bole.foundation.keys.crypto import SealError
from bole.foundation.keys.current import blind_index, keyring
from bole.ports.errors import PortError
from bole.ports.fakes.kms import FakeKms

NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "master.key"


def test_the_file_is_private_and_gives_the_same_keys(path: Path) -> None:
    ring = rings.generate(now=NOW)
    rings.save(ring, path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert rings.load(path) == ring


def test_a_file_others_can_read_is_refused(path: Path) -> None:
    rings.save(rings.generate(now=NOW), path)
    path.chmod(0o640)
    with pytest.raises(rings.KeyringError) as caught:
        rings.load(path)
    assert caught.value.code == "keyring_open"


def test_a_demo_keyring_is_refused_outside_the_demo(path: Path) -> None:
    rings.save(rings.generate(now=NOW, demo=True), path)
    with pytest.raises(rings.KeyringError) as caught:
        rings.load(path)
    assert caught.value.code == "keyring_demo"


def test_a_missing_keyring_stops_production(path: Path, settings: Any) -> None:
    settings.DEMO, settings.TESTING, settings.MASTER_KEY_FILE = False, False, path
    with pytest.raises(rings.KeyringError) as caught:
        keyring()
    assert caught.value.code == "keyring_missing"
    assert not path.exists()


def test_demo_makes_its_own_and_it_stays(path: Path, settings: Any) -> None:
    settings.DEMO, settings.TESTING, settings.MASTER_KEY_FILE = True, False, path
    first = keyring()
    assert keyring() == first
    settings.DEMO = False
    with pytest.raises(rings.KeyringError):
        rings.load(path)


def test_the_first_of_several_processes_wins(path: Path) -> None:
    first, second = rings.generate(now=NOW), rings.generate(now=NOW)
    rings.save(first, path, keep_existing=True)
    rings.save(second, path, keep_existing=True)
    assert rings.load(path) == first
    assert [p.name for p in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize("secret", [bytes(32), b"\x07" * 32, bytes(range(16))])
def test_a_weak_master_key_is_refused(path: Path, secret: bytes) -> None:
    rings.save(rings.generate(now=NOW), path)
    document = json.loads(path.read_text())
    document["keys"][0]["key"] = base64.b64encode(secret).decode()
    path.write_text(json.dumps(document))
    with pytest.raises(rings.KeyringError) as caught:
        rings.load(path)
    assert caught.value.code == "keyring_weak"


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"format":"bole.keyring/1","keys":7,"active":"a","demo":0}']
)
def test_a_damaged_file_has_a_clear_code(path: Path, text: str) -> None:
    path.parent.mkdir()
    path.write_text(text)
    path.chmod(0o600)
    with pytest.raises(rings.KeyringError) as caught:
        rings.load(path)
    assert caught.value.code == "keyring_format"


def test_rotation_opens_old_and_seals_new() -> None:
    old = rings.generate(now=NOW)
    sealed = old.seal(b"x", use="field", aad=b"a")
    new = old.with_new_key(NOW)
    assert new.active != old.active
    assert new.unseal(sealed, use="field", aad=b"a") == b"x"
    assert not new.is_current(sealed)
    with pytest.raises(SealError) as caught:
        new.without(old.active).unseal(sealed, use="field", aad=b"a")
    assert caught.value.code == "key_unknown"
    with pytest.raises(rings.KeyringError):
        new.without(new.active)


def test_one_use_does_not_open_what_another_sealed() -> None:
    ring = rings.generate(now=NOW)
    with pytest.raises(SealError):
        ring.unseal(ring.seal(b"x", use="field", aad=b""), use="file", aad=b"")


def test_no_repr_shows_a_secret() -> None:
    ring = rings.generate(now=NOW)
    shown = repr(ring)
    assert repr(ring.keys[0].secret)[2:-1] not in shown
    assert repr(ring.blind_secret)[2:-1] not in shown


def test_with_a_kms_no_key_touches_the_disk(path: Path) -> None:
    kms, ring = FakeKms(), rings.generate(now=NOW)
    rings.save(ring, path, kms=kms)
    text = path.read_text()
    for secret in (ring.keys[0].secret, ring.blind_secret):
        assert base64.b64encode(secret).decode() not in text
    assert rings.load(path, kms=kms) == ring
    with pytest.raises(rings.KeyringError):
        rings.load(path)
    kms.down = True
    with pytest.raises(PortError) as caught:
        rings.load(path, kms=kms)
    assert caught.value.retryable


def test_a_process_sees_a_rotation_of_the_file(path: Path, settings: Any) -> None:
    settings.MASTER_KEY_FILE = path
    before = keyring()
    rings.save(before.with_new_key(NOW), path)
    assert keyring().active != before.active
    assert len(keyring().keys) == 2


def test_blind_index_is_stable_through_rotation_and_differs_by_purpose(path: Path, settings: Any) -> None:
    settings.MASTER_KEY_FILE = path
    first = blind_index("13800138000", "phone")
    rings.save(keyring().with_new_key(NOW), path)
    assert blind_index("13800138000", "phone") == first
    assert blind_index("13800138000", "mail") != first
    assert "13800138000" not in first


def test_the_deploy_check_names_what_is_wrong(path: Path, settings: Any) -> None:
    settings.DEMO, settings.TESTING, settings.MASTER_KEY_FILE = False, False, path
    assert [error.id for error in keyring_is_sound(None)] == ["bole.keys.keyring_missing"]
    rings.save(rings.generate(now=NOW, demo=True), path)
    assert [error.id for error in keyring_is_sound(None)] == ["bole.keys.keyring_demo"]
    rings.save(rings.generate(now=NOW), path)
    assert keyring_is_sound(None) == []
