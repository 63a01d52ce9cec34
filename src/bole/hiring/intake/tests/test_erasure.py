"""After erasure nothing of a person is left: every sealed value of every table is opened and looked at."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from bole.foundation.access.actors import system_scope
from bole.foundation.files.models import StoredFile
from bole.foundation.keys import fields as sealed
from bole.foundation.privacy import queries as privacy
from bole.hiring.candidates import queries as candidates
from bole.hiring.candidates import services as candidate_services
from bole.hiring.conftest import NOW, Cast
from bole.hiring.intake import services
from bole.hiring.intake.tests.making import begun, published, read, resume, run_batch
from bole.hiring.intake.tests.test_batches import upload

pytestmark = pytest.mark.django_db
NAMES = ("周明", "13911110001", "zhou@example.org", "我的简历", "综合柜员王牌")


def everything_said() -> str:
    """All sealed and all plain texts of all tables of the product but the staff's, opened."""
    said: list[str] = []
    for model in apps.get_models():
        if not model.__module__.startswith("bole."):
            continue
        columns = [f for f in model._meta.concrete_fields if _is_text(f)]
        for row in model._default_manager.all():
            said += [json.dumps(getattr(row, f.attname), ensure_ascii=False, default=str) for f in columns]
    return "\n".join(said)


def _is_text(field: Any) -> bool:
    return type(field).__module__ == sealed.__name__ or isinstance(
        field, models.CharField | models.TextField | models.JSONField
    )


def test_nothing_is_left_of_who_came_in_by_three_ways(cast: Cast, settings: Any) -> None:
    body = resume() + "自我评价：综合柜员王牌\n".encode()
    one = begun(published(cast))
    read(services.attach(key=one.key, body=body, name="我的简历.txt", now=NOW))
    job = {"employer": "江州银行", "title": "综合柜员王牌", "start": "2019"}
    row = services.send(key=one.key, told={"work": [job]}, now=NOW)
    run_batch(upload(cast, "我的简历-2.txt", body + b"\n"))
    with cast.acting("hr"):
        told = services.Told(external_id="E-1", as_of=NOW, name="周明", phone="13911110001")
        services.take_event(unit_id=cast.bank.east.pk, source="OA", told=told, now=NOW)
    assert row.candidate_id is not None
    with system_scope("test"):
        before = everything_said()
        index = candidates.index("phone", "13911110001")
        assert all(name in before for name in NAMES)
        assert index in before
        number = candidates.get(row.candidate_id).number
    with cast.acting("chief"):
        candidate_services.remove(candidate_id=row.candidate_id, number=number, reason="withdrawn", now=NOW)
    with system_scope("test"):
        after = everything_said()
        assert [name for name in (*NAMES, index) if name in after] == []
        assert privacy.is_erased(row.candidate_id)
        mine = StoredFile.objects.filter(candidate_id=row.candidate_id)
        assert mine.count() == 2
        assert not mine.filter(erased_at=None).exists()
        assert not mine.exclude(wrapped_key=None).exists()
        assert not StoredFile.objects.filter(candidate_id=None, erased_at=None).exists()
    kept = [path for path in Path(settings.FILES_DIR).rglob("*") if path.is_file()]
    assert all(name.encode() not in path.read_bytes() for path in kept for name in NAMES)
    assert "林小禾" in after  # somebody else is untouched
