"""The open interface: known by key, once per Idempotency-Key, nothing for strangers."""

import base64
import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from bole.foundation.access import throttle
from bole.foundation.access.actors import system_scope
from bole.hiring.candidates.models import Candidate, ResumeFile
from bole.hiring.conftest import Cast, build_cast
from bole.kernel.clock import utc_now
from bole.kernel.errors import ConflictError, InvalidError
from bole.web.openapi import services
from bole.web.openapi.models import ApiCall, ApiClient

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(bank: Any, settings: Any, tmp_path: Any) -> Cast:
    settings.FILES_DIR = tmp_path / "files"
    return build_cast(bank)


@pytest.fixture
def key(cast: Cast) -> str:
    with system_scope("test"):
        return services.make_client(
            unit_id=cast.bank.east.pk, code="OA", scopes=["candidates.write"], now=utc_now()
        )[1]


def post(key: str, idempotency: str = "a-1", **more: Any) -> Any:
    facts = {
        "external_id": "E-1",
        "as_of": (utc_now() - timedelta(days=1)).isoformat(),
        "name": "钱进",
        "phone": "13511112222",
        **more,
    }
    return send(key, json.dumps(facts), idempotency)


def send(key: str, body: str, idempotency: str = "a-1") -> Any:
    return Client().post(
        "/api/v1/candidates",
        body,
        content_type="application/json",
        HTTP_AUTHORIZATION=f"Bearer {key}",
        HTTP_IDEMPOTENCY_KEY=idempotency,
    )


def test_made_once_and_repeated_word_for_word(cast: Cast, key: str) -> None:
    as_of = (utc_now() - timedelta(days=1)).isoformat()
    resume = {"name": "cv.txt", "content": base64.b64encode("钱进\n银行从业资格".encode()).decode()}
    facts = {"as_of": as_of, "requisition": str(cast.requisition_id), "resume": resume}
    first, again = post(key, **facts), post(key, **facts)
    assert (first.status_code, first.json()["outcome"]) == (200, "made")
    assert again.json() == first.json()
    assert post(key, "a-2", **facts).json()["outcome"] == "unchanged"
    assert post(key, "a-1", as_of=as_of, phone="13511113333").status_code == 409
    with system_scope("test"):
        assert Candidate.objects.count() == 2
        assert ResumeFile.objects.count() == 1
        assert "钱进" not in json.dumps(list(ApiCall.objects.values_list("answer", flat=True)))


def test_a_failed_call_may_be_repeated(cast: Cast, key: str) -> None:
    as_of = (utc_now() - timedelta(days=1)).isoformat()
    refused = post(key, as_of=as_of, phone="", email="")
    assert (refused.status_code, set(refused.json()["error"]["fields"])) == (422, {"email"})
    assert "error.fields" in refused.json()["error"]["message"]
    assert post(key, as_of=as_of).status_code == 200


@pytest.mark.parametrize(
    "body",
    ["", "[]", "{", '{"name": "x"}', '{"external_id": 1, "name": "x", "as_of": "2026-11-01T00:00:00Z"}',
     '{"external_id": "1", "name": "x", "as_of": "2026-11-01"}',
     '{"external_id": "1", "name": "x", "as_of": "2026-99-01T00:00:00Z"}',
     '{"external_id": "1", "name": "x", "as_of": "0001-01-01T00:00:00+14:00"}',
     '{"external_id": "1", "name": "x", "as_of": "2026-11-01T00:00:00Z", "phone": "135000000", "resume": {}}',
     '{"external_id": "1", "name": "x", "as_of": "2026-11-01T00:00:00Z", "score": 100}'],
)  # fmt: skip
def test_nonsense_is_named_and_makes_nobody(cast: Cast, key: str, body: str) -> None:
    assert send(key, body).status_code == 422
    assert send(key, body, "").status_code == 422
    with system_scope("test"):
        assert Candidate.objects.count() == 1


def test_a_system_that_calls_too_often_is_told_when_to_come_back(
    cast: Cast, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(throttle.LIMITS, "api", 2)
    answers = [post(key, f"k-{number}", external_id=f"E-{number}") for number in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert 0 < int(answers[2].headers["Retry-After"]) <= 901
    assert "Retry-After" in answers[2].json()["error"]["message"]


def test_strangers_get_nothing(cast: Cast, key: str) -> None:
    with system_scope("test"):
        for wrong in ("", "bole_", "bole_" + "x" * 43, key + "x"):
            assert post(wrong).status_code == 401
        services.revoke_client(code="OA", now=utc_now())
        assert post(key).status_code == 401
        assert Candidate.objects.count() == 1
        assert key not in json.dumps(list(ApiClient.objects.values("code", "key_hash", "scopes")))
        with pytest.raises(ConflictError):
            services.make_client(
                unit_id=cast.bank.east.pk, code="OA", scopes=["candidates.write"], now=utc_now()
            )
        with pytest.raises(InvalidError):
            services.make_client(unit_id=cast.bank.east.pk, code="B", scopes=["all"], now=utc_now())
