import pytest

from bole.foundation.keys import crypto

KEY, OTHER = b"\x01" * 31 + b"\x02", b"\x03" * 31 + b"\x04"


def opened(sealed: bytes, aad: bytes, key: bytes = KEY) -> bytes:
    return crypto.unseal(sealed, aad, lambda _key_id: key)


def test_what_was_sealed_opens_again() -> None:
    sealed = crypto.seal("key00001", KEY, "王小明".encode(), b"place")
    assert opened(sealed, b"place") == "王小明".encode()
    assert crypto.key_id_of(sealed) == "key00001"


def test_two_seals_of_one_value_differ() -> None:
    assert crypto.seal("key00001", KEY, b"x", b"") != crypto.seal("key00001", KEY, b"x", b"")


@pytest.mark.parametrize("aad", [b"", b"placf", b"place "])
def test_another_place_does_not_open(aad: bytes) -> None:
    with pytest.raises(crypto.SealError):
        opened(crypto.seal("key00001", KEY, b"x", b"place"), aad)


def test_another_key_does_not_open() -> None:
    with pytest.raises(crypto.SealError):
        opened(crypto.seal("key00001", KEY, b"x", b""), b"", OTHER)


def test_every_byte_counts() -> None:
    sealed = crypto.seal("key00001", KEY, b"plain", b"a")
    for at in range(len(sealed)):
        changed = bytearray(sealed)
        changed[at] ^= 1
        with pytest.raises(crypto.SealError):
            opened(bytes(changed), b"a")


@pytest.mark.parametrize("junk", [b"", b"B1", b"x" * 60, b"B1" + b"\xff" * 60])
def test_junk_is_not_a_sealed_value(junk: bytes) -> None:
    with pytest.raises(crypto.SealError):
        opened(junk, b"")


def test_derived_keys_differ_by_purpose_and_secret() -> None:
    keys = {crypto.derive(KEY, "field"), crypto.derive(KEY, "file"), crypto.derive(OTHER, "field")}
    assert len(keys) == 3
    assert crypto.derive(KEY, "field") == crypto.derive(KEY, "field")
