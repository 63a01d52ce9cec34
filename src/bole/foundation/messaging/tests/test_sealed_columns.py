"""Encrypted fields in a real table: the outbox has both kinds."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import FieldError
from django.db import connection, transaction

from bole.foundation.access.actors import system_scope
from bole.foundation.keys import keyring as rings
from bole.foundation.keys import rotation
from bole.foundation.keys.crypto import SealError
from bole.foundation.keys.current import keyring
from bole.foundation.keys.fields import Sealed, unseal
from bole.foundation.messaging.models import OutboxMessage
from bole.kernel.ids import new_id

NOW = datetime(2026, 3, 1, tzinfo=UTC)
TABLE = "messaging_outboxmessage"


@pytest.fixture(autouse=True)
def scope(bank: Any, tmp_path: Path, settings: Any) -> Any:
    settings.MASTER_KEY_FILE = tmp_path / "master.key"
    with system_scope("test"):
        yield


@pytest.fixture
def message(bank: Any) -> OutboxMessage:
    return make(bank, "wang@example.com", {"name": "王小明"})


def make(bank: Any, address: str, context: dict[str, str]) -> OutboxMessage:
    return OutboxMessage.objects.create(
        unit=bank.east,
        template="invitation",
        template_version=1,
        template_sha256="0" * 64,
        language="zh",
        channel="mail",
        address=address,
        context=context,
        about_kind="test",
        about_id=new_id(),
        queued_at=NOW,
    )


def raw(column: str, pk: Any) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {TABLE} WHERE id = %s", [pk])
        return bytes(cursor.fetchone()[0])


def write(column: str, value: bytes, pk: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {TABLE} SET {column} = %s WHERE id = %s", [value, pk])


def read(pk: Any) -> OutboxMessage:
    return OutboxMessage.objects.get(pk=pk)


def test_the_table_holds_ciphertext_only(message: OutboxMessage) -> None:
    for column in ("address", "context"):
        stored = raw(column, message.pk)
        assert stored.startswith(b"B1" + keyring().active.encode())
        for word in ("wang", "王小明", "example"):
            assert word.encode() not in stored
            assert json.dumps(word)[1:-1].encode() not in stored
    fresh = read(message.pk)
    assert (fresh.address, fresh.context) == ("wang@example.com", {"name": "王小明"})


def test_ciphertexts_of_two_rows_cannot_be_exchanged(bank: Any, message: OutboxMessage) -> None:
    other = make(bank, "li@example.com", {})
    write("address", raw("address", other.pk), message.pk)
    with pytest.raises(SealError):
        _ = read(message.pk).address


def test_ciphertexts_of_two_columns_cannot_be_exchanged(message: OutboxMessage) -> None:
    write("address", raw("context", message.pk), message.pk)
    with pytest.raises(SealError):
        _ = read(message.pk).address


def test_saving_unread_keeps_the_bytes_and_saving_changed_seals_anew(message: OutboxMessage) -> None:
    before = raw("address", message.pk)
    fresh = read(message.pk)
    fresh.state = "sent"
    fresh.save()
    assert raw("address", message.pk) == before
    fresh.address = "neu@example.com"
    fresh.save(update_fields=["address"])
    assert raw("address", message.pk) != before
    assert read(message.pk).address == "neu@example.com"


def test_values_stay_sealed_until_somebody_opens_them(message: OutboxMessage) -> None:
    sealed = OutboxMessage.objects.values_list("address", flat=True).get(pk=message.pk)
    assert isinstance(sealed, Sealed)
    assert str(sealed).startswith("<sealed")
    assert unseal(sealed, table=TABLE, column="address", pk=message.pk) == "wang@example.com"


def test_deferred_and_refreshed_fields_open_too(message: OutboxMessage) -> None:
    fresh = OutboxMessage.objects.defer("address").get(pk=message.pk)
    assert fresh.address == "wang@example.com"
    fresh.address = "x"
    fresh.refresh_from_db()
    assert fresh.address == "wang@example.com"


def test_ciphertext_cannot_be_searched_or_updated_in_bulk(message: OutboxMessage) -> None:
    for call in (
        lambda: OutboxMessage.objects.filter(address="wang@example.com").exists(),
        lambda: OutboxMessage.objects.filter(address__contains="wang").exists(),
        lambda: OutboxMessage.objects.update(address="x"),
    ):
        with pytest.raises(FieldError), transaction.atomic():
            call()
    assert OutboxMessage.objects.filter(address__isnull=False).count() == 1


def test_only_text_goes_into_a_text_field(bank: Any) -> None:
    with pytest.raises(TypeError):
        make(bank, 5, {})  # type: ignore[arg-type]


def rotate() -> None:
    from django.conf import settings

    rings.save(keyring().with_new_key(NOW), Path(settings.MASTER_KEY_FILE))


def test_rotation_seals_everything_anew_and_can_be_stopped(bank: Any) -> None:
    messages = [make(bank, f"{n}@example.com", {"n": str(n)}) for n in range(7)]
    old = keyring().active
    rotate()
    column = next(c for c in rotation.sealed_columns() if c.name == f"{TABLE}.address")
    assert rotation.remaining(column) == 7
    assert rotation.reseal_batch(column, size=3) == 3
    assert rotation.remaining(column) == 4
    assert rotation.keys_in_use() >= {old, keyring().active}
    done = rotation.reseal_all(size=2)
    assert (done[f"{TABLE}.address"], done[f"{TABLE}.context"]) == (4, 7)
    assert old not in rotation.keys_in_use()
    from django.conf import settings

    rings.save(keyring().without(old), Path(settings.MASTER_KEY_FILE))
    assert [read(m.pk).address for m in messages] == [f"{n}@example.com" for n in range(7)]
    assert sum(rotation.reseal_all().values()) == 0


def test_every_encrypted_column_and_wrapped_key_is_rotated() -> None:
    from django.apps import apps

    names = {column.name for column in rotation.sealed_columns()}
    assert {"files_storedfile.wrapped_key", "files_upload.wrapped_key", f"{TABLE}.address"} <= names
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if field.name.startswith("wrapped_"):
                assert f"{model._meta.db_table}.{field.column}" in names
