"""One suite for the fake and for a KMS server on loopback."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto.server import ThreadedMotoServer

from bole.foundation.keys import keyring as rings
from bole.foundation.keys.current import keyring
from bole.integrations.kms.adapter import key_management
from bole.ports.errors import PortError
from bole.ports.fakes.kms import FakeKms
from bole.ports.kms import KeyManagement

NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def service(endpoint: str, settings: Any) -> KeyManagement:
    known = {"endpoint_url": endpoint, "region_name": "us-east-1"}
    client: Any = boto3.client("kms", aws_access_key_id="test", aws_secret_access_key="test", **known)
    key_id = client.create_key()["KeyMetadata"]["KeyId"]
    settings.KMS = "bole.integrations.kms.adapter.key_management"
    settings.KMS_OPTIONS = {
        "key_id": key_id,
        "endpoint_url": endpoint,
        "region": "us-east-1",
        "access_key": "test",
        "secret_key": "test",
    }
    return key_management()


@pytest.fixture(params=["fake", "service"])
def kms(request: pytest.FixtureRequest) -> KeyManagement:
    if request.param == "fake":
        return FakeKms()
    found: KeyManagement = request.getfixturevalue("service")
    return found


def test_what_was_wrapped_opens_again(kms: KeyManagement) -> None:
    key = os.urandom(32)
    wrapped = kms.wrap(key, "k1")
    assert key not in wrapped
    assert kms.unwrap(wrapped, "k1") == key


def test_another_context_does_not_open(kms: KeyManagement) -> None:
    with pytest.raises(PortError) as caught:
        kms.unwrap(kms.wrap(os.urandom(32), "k1"), "k2")
    assert (caught.value.code, caught.value.retryable) == ("kms_refused", False)


def test_junk_does_not_open(kms: KeyManagement) -> None:
    with pytest.raises(PortError):
        kms.unwrap(os.urandom(80), "k1")


def test_a_service_that_is_down_can_be_asked_again(settings: Any, service: KeyManagement) -> None:
    settings.KMS_OPTIONS = settings.KMS_OPTIONS | {"endpoint_url": "http://127.0.0.1:9"}
    with pytest.raises(PortError) as caught:
        key_management().wrap(os.urandom(32), "k1")
    assert (caught.value.code, caught.value.retryable) == ("kms_down", True)


def test_the_keyring_of_the_settings_goes_through_the_service(
    service: KeyManagement, settings: Any, tmp_path: Path
) -> None:
    settings.MASTER_KEY_FILE = tmp_path / "master.key"
    ring = rings.generate(now=NOW)
    rings.save(ring, settings.MASTER_KEY_FILE, kms=service)
    assert keyring() == ring
    settings.KMS = ""
    os.utime(settings.MASTER_KEY_FILE, (0, 0))
    with pytest.raises(rings.KeyringError) as caught:
        keyring()
    assert caught.value.code == "keyring_kms"
