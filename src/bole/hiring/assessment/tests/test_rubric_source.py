"""The rubric of a frozen report, years later, when the library has moved on."""

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from tests.support.bank import log_in

from bole.foundation.access.models import User
from bole.hiring.assessment.models import Report, RubricSource
from bole.hiring.conftest import NOW, Answered
from bole.measurement import api as measurement

pytestmark = pytest.mark.django_db
Q1 = "teller-complaint"


@pytest.fixture
def reading(client: Client, answered: Answered, report: Report) -> Any:
    def read(who: str, key: str = Q1) -> Any:
        log_in(client, User.objects.get(pk=getattr(answered.cast, who).id))
        return client.get(reverse("assessment:rubric", kwargs={"report_id": report.pk, "question_key": key}))

    return read


def test_the_exact_text_is_read_after_the_library_changed(
    reading: Any, report: Report, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    source = measurement.rubric_source(Q1)
    later = tmp_path / "library"
    shutil.copytree(settings.LIBRARY_DIR, later, ignore=shutil.ignore_patterns("demo", "models"))
    question = later / "questions" / f"{Q1}.toml"
    question.write_text(question.read_text().replace('version = "', 'version = "9'))
    monkeypatch.setenv("BOLE_LIBRARY_DIR", str(later))
    assert measurement.rubric_source(Q1) != source
    answer = reading("hr")
    assert answer.content == source
    rated = next(a for a in report.body["answers"] if a["question_key"] == Q1)
    assert hashlib.sha256(answer.content).hexdigest() == rated["result"]["provenance"]["rubric_sha256"]
    assert json.loads(answer.content)["question"]["key"] == Q1


def test_who_may_not_read_the_report_does_not_read_its_rubric(reading: Any) -> None:
    assert reading("west_hr").status_code in {403, 404}
    assert reading("it_admin").status_code == 403
    assert reading("hr", "no-such-question").status_code in {403, 404}


def test_people_read_the_same_rubric_as_a_page(client: Client, answered: Answered, report: Report) -> None:
    log_in(client, User.objects.get(pk=answered.cast.hr.id))
    page = client.get(reverse("assessment:report", args=[report.pk])).content.decode()
    address = reverse("assessment:rubric_page", args=[report.pk, Q1])
    assert address in page
    read = client.get(address).content.decode()
    source = json.loads(measurement.rubric_source(Q1))
    for point in source["question"]["points"]:
        assert point["label"]["zh"] in read
        assert point["phrasings"]["zh"][-1] in read
    assert source["scales"]["service_orientation"]["anchors"]["5"]["zh"] in read
    assert hashlib.sha256(measurement.rubric_source(Q1)).hexdigest() in read
    log_in(client, User.objects.get(pk=answered.cast.west_hr.id))
    assert client.get(address).status_code in {403, 404}


def test_the_database_keeps_what_was_used_as_it_was(report: Report) -> None:
    kept = RubricSource.objects.filter(text__contains=Q1).first()
    assert kept is not None
    with pytest.raises(DatabaseError, match="rubric_source_is_its_hash"), transaction.atomic():
        RubricSource.objects.create(sha256="0" * 64, text="{}", kept_at=NOW)
    for change in (lambda: RubricSource.objects.update(kept_at=NOW), lambda: kept.delete()):
        with pytest.raises(DatabaseError, match="kept as it was"), transaction.atomic():
            change()
