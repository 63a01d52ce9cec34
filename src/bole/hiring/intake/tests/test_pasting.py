"""A résumé pasted by HR: the same way on as a file, refused in words with nothing lost."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from bole.foundation.access.actors import system_scope
from bole.hiring.candidates import queries as candidates
from bole.hiring.candidates.models import Candidate
from bole.hiring.conftest import NOW, Cast
from bole.hiring.intake import rules, services
from bole.hiring.intake.models import Batch
from bole.hiring.intake.tests.making import resume, run_batch
from bole.kernel.errors import DeniedError, NotFoundError
from bole.web.console.tests.people import enter

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bole.hiring.intake.views.uploads.utc_now", lambda: NOW + timedelta(minutes=1))


def paste(cast: Cast, client: Any, text: str, **more: Any) -> Any:
    facts = {"unit": cast.bank.east.pk, "requisition": cast.requisition_id, "text": text, **more}
    return client.post(reverse("intake-console:paste"), facts)


def test_pasted_text_becomes_a_candidate_of_the_chosen_opening(cast: Cast) -> None:
    client = enter(cast, "hr")
    assert "粘贴文" in client.get(reverse("intake-console:uploads")).content.decode()
    answer = paste(cast, client, resume().decode())
    with system_scope("test"):
        batch = Batch.objects.get()
    assert answer["Location"] == reverse("intake-console:batch", args=[batch.pk])
    assert set(run_batch(batch).values()) == {("made", "")}
    with system_scope("test"):
        who = Candidate.objects.get(name_index=candidates.index("name", "周明"))
        assert [str(one.requisition_id) for one in who.applications.all()] == [str(cast.requisition_id)]
    page = client.get(answer["Location"]).content.decode()
    assert "新候选人 1" in page
    assert set(run_batch_of(cast, client, resume(name="周明").decode() + "\n自我评价")) == {("known", "")}


def run_batch_of(cast: Cast, client: Any, text: str) -> list[tuple[str, str]]:
    made = paste(cast, client, text)["Location"].rstrip("/").rsplit("/", 1)[1]
    with system_scope("test"):
        batch = Batch.objects.get(pk=made)
    return list(run_batch(batch).values())


def test_what_cannot_be_taken_is_refused_in_words_and_stays_on_the_page(cast: Cast) -> None:
    client = enter(cast, "hr")
    for nothing in ("", " \n\0\t"):
        answer = paste(cast, client, nothing)
        assert (answer.status_code, "请先粘贴简历文字。" in answer.content.decode()) == (422, True)
    long = "林" * rules.MOST_PASTED
    answer = paste(cast, client, long + "！")
    page = answer.content.decode()
    assert (answer.status_code, "最多 20,000 个字符。请删减" in page, long + "！" in page) == (
        422,
        True,
        True,
    )
    assert f'value="{cast.requisition_id}" selected' in page
    assert paste(cast, client, "x", unit="none").status_code == 422
    with system_scope("test"):
        assert not Batch.objects.exists()


@pytest.mark.parametrize("who", ["west_hr", "interviewer", "auditor", "it_admin"])
def test_other_branches_and_roles_are_refused(cast: Cast, who: str) -> None:
    client = enter(cast, who)
    for more in ({}, {"requisition": ""}):
        assert paste(cast, client, resume().decode(), **more).status_code in {403, 404}
    with cast.acting(who), pytest.raises((DeniedError, NotFoundError)):
        services.take_text(
            unit_id=cast.bank.east.pk, requisition_id=None, name="x", text=resume().decode(), now=NOW
        )
    with system_scope("test"):
        assert not Batch.objects.exists()
