"""One suite for every sealer: the fake, the local one, and the remote one with its simulator."""

import stat
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12

from bole.foundation.signing import typesetting
from bole.integrations.esign_local import adapter as local
from bole.integrations.esign_local import authority
from bole.integrations.esign_pades import certificates, sealing
from bole.integrations.esign_pades.tests import stamps
from bole.integrations.esign_remote import adapter as remote
from bole.integrations.esign_remote.simulator import SigningService
from bole.ports.errors import PortError
from bole.ports.esign import Box, OwnAuthority, Sealer, SealOrder
from bole.ports.fakes.esign import FakeSealer

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def own() -> OwnAuthority:
    return authority.make("测试银行", NOW - timedelta(days=1))


@pytest.fixture(scope="module")
def service() -> Iterator[SigningService]:
    with SigningService(own=authority.make("Remote", NOW - timedelta(days=1))) as started:
        yield started


@pytest.fixture(scope="module")
def order(tmp_path_factory: pytest.TempPathFactory) -> SealOrder:
    source: Path = tmp_path_factory.mktemp("pdf") / "a.typ"
    source.write_text("= offer")
    page = typesetting.typeset(source, {}, NOW)
    return SealOrder(page, "ref-1", "offer", "bole X", Box(0, 300, 100, 480, 200), page, NOW)


@pytest.fixture(params=["fake", "local", "remote"])
def sealer(
    request: pytest.FixtureRequest, settings: Any, own: OwnAuthority, service: SigningService
) -> Sealer:
    settings.SEAL = dict.fromkeys(settings.SEAL, "")
    if request.param == "fake":
        return FakeSealer()
    return local.sealer(own) if request.param == "local" else asked(service)


def asked(service: SigningService) -> remote.RemoteSealer:
    return remote.RemoteSealer(remote.Service(service.url, service.key, timeout=0.5), (service.own.root,))


def code(call: Any) -> tuple[str, bool]:
    with pytest.raises(PortError) as failed:
        call()
    return failed.value.code, failed.value.retryable


def test_a_seal_holds_for_the_whole_file_and_names_its_certificate(sealer: Sealer, order: SealOrder) -> None:
    made = sealer.seal(order)
    proof = sealer.check(made.pdf)
    assert made.pdf.startswith(order.pdf)
    assert (proof.intact, proof.whole, proof.trusted, proof.problem) == (True, True, True, "")
    assert (proof.signed_at, proof.covered) == (NOW, len(made.pdf))
    assert proof.certificate == sealer.certificate() == made.certificate
    assert made.level == "B-B"
    assert len(made.signature_sha256) == 64


def test_what_was_changed_or_added_is_seen(sealer: Sealer, order: SealOrder) -> None:
    body = sealer.seal(order).pdf
    flipped = bytearray(body)
    flipped[200] ^= 1
    assert not sealer.check(bytes(flipped)).intact
    added = sealer.check(body + b"%more")
    assert (added.whole, added.problem) == (False, "appended")
    for nothing in (order.pdf, b"", b"junk" * 1000):
        proof = sealer.check(nothing)
        assert (proof.intact, proof.whole, proof.trusted, proof.certificate) == (False, False, False, None)


def test_junk_is_not_sealed(sealer: Sealer, order: SealOrder) -> None:
    assert code(lambda: sealer.seal(replace(order, pdf=b"hello"))) == ("pdf_unreadable", False)


FAULTS = {
    "timeout": ("seal_timeout", True),
    "drop": ("seal_down", True),
    "busy": ("seal_busy", True),
    "error": ("seal_down", True),
    "refused": ("seal_refused", False),
    "not_json": ("seal_bad_reply", False),
    "no_cms": ("seal_bad_reply", False),
    "wrong_digest": ("seal_bad_reply", False),
    "foreign": ("seal_bad_reply", False),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_faults_have_names_and_a_wrong_signature_never_comes_through(
    fault: Any, service: SigningService, order: SealOrder
) -> None:
    service.faults = [None, fault]
    assert code(lambda: asked(service).seal(order)) == FAULTS[fault]
    service.faults = []
    assert asked(service).seal(order).pdf.startswith(order.pdf)


def test_only_a_hash_leaves_the_bank(service: SigningService, order: SealOrder) -> None:
    service.orders.clear()
    asked(service).seal(order)
    (sent,) = service.orders
    assert set(sent) == {"reference", "digest_algorithm", "digest", "signing_time"}
    assert len(sent["digest"]) == 44


def test_a_root_that_is_not_ours_makes_the_service_useless(
    service: SigningService, order: SealOrder, own: OwnAuthority
) -> None:
    sealer = remote.RemoteSealer(remote.Service(service.url, service.key), (own.root,))
    assert code(lambda: sealer.seal(order)) == ("seal_bad_reply", False)


def test_a_time_stamp_makes_it_b_t_and_a_silent_authority_stops_it(
    own: OwnAuthority, order: SealOrder, settings: Any, tmp_path: Path
) -> None:
    empty = dict.fromkeys(settings.SEAL, "")
    roots = tmp_path / "stamps.pem"
    with stamps.authority(NOW + timedelta(seconds=2)) as (url, root):
        roots.write_bytes(root)
        settings.SEAL = {**empty, "stamp_url": url, "stamp_roots": str(roots)}
        made = local.sealer(own).seal(order)
        settings.SEAL = {**empty, "stamp_url": f"{url}/broken"}
        assert code(lambda: local.sealer(own).seal(order)) == ("stamp_down", True)
    assert code(lambda: local.sealer(own).seal(order)) == ("stamp_down", True)
    assert made.level == "B-T"
    proof = remote.RemoteSealer(remote.Service("", ""), (own.root, root)).check(made.pdf)
    assert (proof.whole, proof.trusted, proof.stamped_at) == (True, True, NOW + timedelta(seconds=2))
    strangers = remote.RemoteSealer(remote.Service("", ""), (own.root,)).check(made.pdf)
    assert (strangers.whole, strangers.stamped_at) == (True, None)  # nobody told us to believe that authority


def test_a_certificate_comes_from_files_that_nobody_else_may_read(
    tmp_path: Path, settings: Any, own: OwnAuthority, order: SealOrder
) -> None:
    leaf, root = (certificates.from_pem(pem)[0] for pem in (own.certificate, own.root))
    key: Any = serialization.load_pem_private_key(own.key, None)
    lock = serialization.BestAvailableEncryption(b"s3cret")
    packed, plain = tmp_path / "hr.p12", tmp_path / "hr.key"
    packed.write_bytes(pkcs12.serialize_key_and_certificates(b"hr", key, leaf, [root], lock))
    pem = serialization.Encoding.PEM
    plain.write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, lock))
    (tmp_path / "chain.pem").write_bytes(own.certificate + own.root)
    empty = dict.fromkeys(settings.SEAL, "")
    as_p12 = {**empty, "certificate": str(packed), "passphrase": "s3cret"}
    as_pem = {**as_p12, "certificate": str(tmp_path / "chain.pem"), "key": str(plain)}
    for given in (as_p12, as_pem):
        settings.SEAL = given
        assert code(local.sealer) == ("seal_key", False)  # readable by others
        (packed if given is as_p12 else plain).chmod(stat.S_IRUSR)
        assert local.sealer().check(local.sealer().seal(order).pdf).trusted
        settings.SEAL = {**given, "passphrase": "wrong"}
        assert code(local.sealer) == ("seal_key", False)
    other = authority.make("Other", NOW)
    (tmp_path / "chain.pem").write_bytes(other.certificate + other.root)
    settings.SEAL = as_pem
    assert code(local.sealer) == ("seal_key", False)  # the key of another certificate
    settings.SEAL = {**empty, "certificate": str(tmp_path / "missing.p12")}
    assert code(local.sealer) == ("seal_key", False)
    settings.SEAL = empty
    assert code(local.sealer) == ("seal_unset", False)
    assert code(remote.sealer) == ("seal_unset", False)
    assert sealing.FIELD == "签章"
