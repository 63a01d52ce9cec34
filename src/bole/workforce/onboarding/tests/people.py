"""Somebody who signed, and the pieces the tests of onboarding share."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from bole.foundation.access.actors import Actor, acting_as, system_scope
from bole.foundation.access.models import User
from bole.hiring.conftest import NOW, Cast
from bole.hiring.pipeline.models import Application, Transition
from bole.workforce.onboarding import services
from bole.workforce.onboarding.models import Material, Onboarding, Task

FIRST = date(2026, 12, 8)
SIGNED = datetime(2026, 11, 20, 6, tzinfo=UTC)
ID_NUMBER = "11010519491231002X"
READING = {
    "fields": {
        "name": {"value": "林小禾", "confidence": 0.99},
        "id_number": {"value": ID_NUMBER, "confidence": 0.99},
        "sex": {"value": "女", "confidence": 0.9},
        "birth_date": {"value": "1949-12-31", "confidence": 0.9},
        "home_address": {"value": "江城市临江路 8 号", "confidence": 0.9},
    }
}


@dataclass
class Newcomer:
    """``cast`` and the onboarding of its candidate, as the person and as HR."""

    cast: Cast
    onboarding: Onboarding

    @property
    def person(self) -> Actor:
        key = self.cast.candidate_id
        return Actor(kind="candidate", id=key, label="candidate", candidate_id=key)

    def himself(self) -> AbstractContextManager[Any]:
        return acting_as(self.person)

    def task(self, key: str) -> Task:
        with system_scope("test"):
            return Task.objects.get(onboarding=self.onboarding, key=key)

    def now(self) -> Onboarding:
        with system_scope("test"):
            return Onboarding.objects.select_related("employee").get(pk=self.onboarding.pk)

    def upload(self, key: str, body: bytes | None = None) -> Material:
        with self.himself():
            return services.attach(task_id=self.task(key).pk, body=body or picture(), now=NOW)

    def check(self, material: Material, reading: Mapping[str, Any] | None) -> str:
        with system_scope("test"):
            return services.check(material_id=material.pk, read=lambda *_: reading, now=lambda: NOW)

    def hand_in(self, key: str, given: Mapping[str, str], reading: Any = None) -> Material:
        material = self.upload(key)
        self.check(material, reading)
        with self.himself():
            return services.confirm(material_id=material.pk, given=given, now=NOW)


def picture(mark: bytes = b"1") -> bytes:
    """Bytes that begin as a JPEG does: what the store looks at."""
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + mark * 200


def terms(**more: Any) -> dict[str, Any]:
    return {
        "job_key": "teller",
        "job_title": {"zh": "综合柜员", "en": "Teller"},
        "grade": "T2",
        "starts_on": FIRST,
        "contract_months": 36,
        "probation_months": 3,
        "manager_user_id": None,
        **more,
    }


def sign(cast: Cast, **more: Any) -> Newcomer:
    """The offer is signed: what the task does with its terms. Everybody has a mailbox."""
    User.objects.filter(email="").update(email="staff@example.org")
    with system_scope("test"):
        stand(cast, "onboarding")
        found = services.begin(
            application_id=cast.application_id,
            offer_id=cast.application_id,
            terms=terms(**more),
            signed_at=SIGNED,
            now=NOW,
        )
    return Newcomer(cast, found)


def stand(cast: Cast, stage: str) -> None:
    """Bring the application to a stage, as the door would write it."""
    application = Application.objects.get(pk=cast.application_id)
    left = application.stage
    if left == stage:
        return
    application.stage, application.version = stage, application.version + 1
    application.save()
    Transition.objects.create(
        unit_id=application.unit_id, application=application, candidate_id=cast.candidate_id, from_stage=left,
        to_stage=stage, reason="test", actor_kind="system", version=application.version, at=NOW,
    )  # fmt: skip
