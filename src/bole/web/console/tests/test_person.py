"""One person's page, and the two steps the law asks for: a copy of everything, and erasure."""

import io
import json
import zipfile
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.urls import reverse

from bole.foundation.access.actors import system_scope
from bole.foundation.audit import queries as audit
from bole.foundation.ui import panels
from bole.hiring.candidates.models import Candidate
from bole.hiring.conftest import Cast
from bole.hiring.pipeline import queries as pipeline
from bole.web.console.tests.people import enter

pytestmark = pytest.mark.django_db


def url(name: str, cast: Cast) -> str:
    return reverse(f"console:{name}", args=[cast.candidate_id])


async def received(answer: Any) -> bytes:
    return b"".join([piece async for piece in answer.streaming_content])


def number(cast: Cast) -> str:
    with system_scope("test"):
        return Candidate.objects.get(pk=cast.candidate_id).number


def test_everything_about_a_person_on_one_page(
    report: Any, cast: Cast, django_assert_max_num_queries: Any
) -> None:
    client = enter(cast, "hr")
    client.get(url("person", cast))
    with django_assert_max_num_queries(20 + len(panels.registered())):  # a panel asks once
        page = client.get(url("person", cast)).content.decode()
    for expected in ("林小禾", "AI 面试", reverse("assessment:report", args=[report.pk]), "暂不推进"):
        assert expected in page
    assert "13800001111" not in page  # only the end of it
    assert "lin@example.org" not in page


@pytest.mark.parametrize("who", ["west_hr", "interviewer", "auditor", "it_admin"])
def test_others_are_refused(cast: Cast, who: str) -> None:
    assert enter(cast, who).get(url("person", cast)).status_code == 403


@pytest.mark.parametrize("who", ["hr", "west_hr", "interviewer", "auditor", "it_admin"])
def test_only_head_office_hands_out_and_erases(cast: Cast, who: str) -> None:
    client = enter(cast, who)
    form = {"number": number(cast), "reason": "order"}
    assert client.post(url("person-copy", cast), form).status_code == 403
    assert client.post(url("person-erase", cast), form).status_code == 403
    with system_scope("test"):
        assert Candidate.objects.get(pk=cast.candidate_id).erased_at is None


def test_a_copy_of_all_data_with_the_reason_in_the_audit(report: Any, cast: Cast) -> None:
    form = {"number": number(cast).lower(), "reason": "person_asked"}
    answer = enter(cast, "chief").post(url("person-copy", cast), form)
    assert answer["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(async_to_sync(received)(answer))) as archive:
        person = json.loads(archive.read("person.json"))
        assert any(name.startswith("files/") for name in archive.namelist())
    assert "林小禾" in json.dumps(person, ensure_ascii=False)
    with system_scope("test"):
        lines = [line for line in audit.trail(("candidate", cast.candidate_id)) if "handed_out" in line.verb]
    assert [(line.actor_id, "person_asked" in str(line.details)) for line in lines] == [(cast.chief.id, True)]


@pytest.mark.parametrize("form", [{}, {"number": "C-1"}, {"reason": "order"}, {"reason": "because"}])
@pytest.mark.parametrize("name", ["person-copy", "person-erase"])
def test_without_number_and_reason_nothing_is_done(cast: Cast, name: str, form: dict[str, str]) -> None:
    whole = {"number": number(cast), **form} if form.get("reason") == "because" else form
    page = enter(cast, "chief").post(url(name, cast), whole, follow=True).content.decode()
    assert "没有执行" in page
    with system_scope("test"):
        assert Candidate.objects.get(pk=cast.candidate_id).erased_at is None
        assert not [line for line in audit.trail(("candidate", cast.candidate_id)) if "removed" in line.verb]


def test_erasing_ends_what_is_open_and_leaves_no_name(cast: Cast) -> None:
    client = enter(cast, "chief")
    form = {"number": number(cast), "reason": "withdrawn"}
    page = client.post(url("person-erase", cast), form, follow=True).content.decode()
    assert "已删除" in page
    assert "林小禾" not in page
    page = client.post(url("person-erase", cast), form, follow=True).content.decode()  # a second click
    assert "已经删除" in page
    with system_scope("test"):
        assert Candidate.objects.get(pk=cast.candidate_id).name == ""


def test_the_page_offers_the_reasons_of_the_process_and_a_hold(cast: Cast) -> None:
    client = enter(cast, "hr")
    page = client.get(url("person", cast)).content.decode()
    with cast.acting("hr"):
        listed = pipeline.reasons(pipeline.process_of(pipeline.get(cast.application_id)))
    assert listed
    for one in listed:
        assert f'<option value="{one.key}">{one.label["zh"]}</option>' in page
    hold = reverse("pipeline:hold", args=[cast.application_id])
    assert hold in page
    client.post(hold, {"version": 1, "reason": "waiting_for_documents"})
    page = client.get(url("person", cast)).content.decode()
    assert reverse("pipeline:resume", args=[cast.application_id]) in page
    assert "等材料" in page
    assert hold not in page
    assert reverse("pipeline:advance", args=[cast.application_id]) not in page
