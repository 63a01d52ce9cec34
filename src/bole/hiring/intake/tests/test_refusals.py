"""An empty file and a telephone's HEIC picture are called what they are, on both ways in."""

import hashlib
import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bole.hiring.conftest import NOW, Cast
from bole.hiring.intake.tests.making import begun, published
from bole.web.console.tests.people import enter

pytestmark = pytest.mark.django_db
HEADERS = {"HTTP_ACCEPT": "application/json", "content_type": "application/json"}
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(40)


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("applying", "uploads"):
        monkeypatch.setattr(f"bole.hiring.intake.views.{module}.utc_now", lambda: NOW + timedelta(minutes=1))


def sent(client: Any, start: str, body: bytes, **more: str) -> Any:
    facts = {"name": "IMG_1.HEIC", "size": len(body), **more}
    begun = client.post(start, json.dumps(facts), **HEADERS)
    if begun.status_code != 200:
        return begun
    put = {"content_type": "application/octet-stream", "HTTP_X_PART_SHA256": hashlib.sha256(body).hexdigest()}
    client.put(f"{begun.json()['upload']}0/", body, **put)
    ends = f"{begun.json()['upload']}finish/"
    return client.post(ends, json.dumps({"parts": 1, "total_bytes": len(body)}), **HEADERS)


def test_empty_and_heic_are_named(cast: Cast) -> None:
    apply = reverse("intake:start-file", args=[begun(published(cast)).key])
    ways: list[tuple[Any, str, dict[str, str]]] = [
        (Client(HTTP_ACCEPT_LANGUAGE="zh-hans"), apply, {}),
        (enter(cast, "hr"), reverse("intake-console:start"), {"unit": str(cast.bank.east.pk)}),
    ]
    for client, start, more in ways:
        empty = sent(client, start, b"", **more)
        assert (empty.status_code, empty.json()["code"]) == (422, "empty")
        assert "文件是空的" in empty.json()["message"]
        heic = sent(client, start, HEIC, **more)
        assert (heic.status_code, heic.json()["code"]) == (422, "heic_not_allowed")
        assert "设置 → 相机 → 格式 → 兼容性最佳" in heic.json()["message"]
        other = sent(client, start, b"MZ\0\0\0\0", **more)
        assert other.json()["code"] == "type_not_allowed"
