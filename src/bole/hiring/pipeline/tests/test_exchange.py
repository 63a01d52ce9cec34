"""A process as a file, the bank's reasons, and moving what runs: in the browser, by who may."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.support.bank import log_in

from bole.foundation.access.actors import system_scope
from bole.foundation.access.models import User
from bole.hiring.conftest import Cast
from bole.hiring.pipeline import designs, queries, services, versions
from bole.hiring.pipeline.models import Application

pytestmark = pytest.mark.django_db
BASE = "/console/processes/bank-standard/"


def enter(cast: Cast, who: str) -> Client:
    client = Client(headers={"accept-language": "en"})
    log_in(client, User.objects.get(pk=getattr(cast, who).id))
    return client


def sent(text: bytes) -> dict[str, Any]:
    return {"file": SimpleUploadedFile("process.toml", text)}


def test_what_is_exported_comes_back_as_a_draft(cast: Cast) -> None:
    client = enter(cast, "chief")
    number = versions.in_force("bank-standard").number
    told = client.get(f"{BASE}v{number}.toml")
    assert 'filename="bank-standard-v1.toml"' in told.headers["Content-Disposition"]
    changed = told.content.replace("复试".encode(), "二面".encode())
    page = client.post(f"{BASE}take/", sent(changed), follow=True).content.decode()
    assert "The file is the draft now" in page
    drafted = designs.draft_of("bank-standard")
    assert drafted is not None
    assert "二面" in str(drafted.body)
    assert client.get(f"{BASE}v99.toml").status_code == 404


@pytest.mark.parametrize("junk", [b"", b"\xff\xfe", b"a = [", b'format = "x"', b"x" * 300_000])
def test_a_file_that_is_no_process_changes_nothing(cast: Cast, junk: bytes) -> None:
    client = enter(cast, "chief")
    page = client.post(f"{BASE}take/", sent(junk), follow=True).content.decode()
    assert "cannot be used" in page
    assert designs.draft_of("bank-standard") is None


def test_the_bank_words_its_own_reasons(cast: Cast) -> None:
    client = enter(cast, "chief")
    client.post(f"{BASE}draft/", {"verb": "start"})
    row = designs.draft_of("bank-standard")
    assert row is not None
    rows = [(one["key"], one["label"]["zh"], one["label"]["en"]) for one in row.body["reason"]]
    typed = [("", "学历不符", "Degree does not fit"), ("made_up", "编造的键", "A key of somebody's own")]
    form = {"sha256": row.sha256}
    for n, (key, zh, en) in enumerate([*rows[1:], *typed, (rows[0][0], "", "")]):
        form |= {f"key-{n}": key, f"zh-{n}": zh, f"en-{n}": en}
    assert client.post(f"{BASE}draft/reasons/", {**form, "en-0": ""}).status_code == 422
    assert client.post(f"{BASE}draft/reasons/", form).status_code == 302
    row.refresh_from_db()
    keys = [one["key"] for one in row.body["reason"]]
    assert keys == [*(key for key, _, _ in rows[1:]), "degree_does_not_fit", "a_key_of_somebodys_own"]


def published(client: Client) -> None:
    """The first stage gets another key: for running applications it has vanished."""
    client.post(f"{BASE}draft/", {"verb": "start"})
    row = designs.draft_of("bank-standard")
    assert row is not None
    body = {**row.body, "stage": [{**row.body["stage"][0], "key": "first_look"}, *row.body["stage"][1:]]}
    with system_scope("test"):
        row = services.save_draft(process_id=row.pk, body=body, expected_sha256=row.sha256)
    client.post(f"{BASE}draft/", {"verb": "publish", "sha256": row.sha256})


def test_what_runs_is_moved_by_hand_and_all_at_once(cast: Cast) -> None:
    chief, hr = enter(cast, "chief"), enter(cast, "hr")
    assert "Everybody goes the way in force" in hr.get(f"{BASE}behind/").content.decode()
    published(chief)
    page = hr.get(f"{BASE}behind/").content.decode()
    assert "Move 1 application to version 2" in page
    move = f"{BASE}behind/{cast.requisition_id}/"
    assert hr.post(move).status_code == 422
    assert hr.post(move, {"to-screening": "nowhere"}).status_code == 409
    assert hr.post(move, {"to-screening": "first_look"}).status_code == 302
    assert hr.post(move, {"to-screening": "first_look"}).status_code == 302  # a second click
    with system_scope("test"):
        moved = Application.objects.get(pk=cast.application_id)
        assert (moved.stage, moved.process_version) == ("first_look", 2)
        assert [one.verb for one in queries.history(moved.pk)] == ["revised"]


def test_others_move_and_import_nothing(cast: Cast) -> None:
    published(enter(cast, "chief"))
    move = f"{BASE}behind/{cast.requisition_id}/"
    enter(cast, "west_hr").post(move, {"to-screening": "first_look"})
    assert enter(cast, "interviewer").post(move, {"to-screening": "first_look"}).status_code == 403
    assert enter(cast, "hr").post(f"{BASE}take/", sent(b"")).status_code == 403
    assert enter(cast, "interviewer").get(f"{BASE}v1.toml").status_code == 403
    with system_scope("test"):
        assert Application.objects.get(pk=cast.application_id).stage == "screening"


def test_an_opening_invites_by_itself_and_has_somebody_who_answers_for_it(cast: Cast) -> None:
    client = enter(cast, "hr")
    base = f"/console/openings/{cast.requisition_id}/"
    assert client.post(f"{base}invite/", {"on": "yes"}).status_code == 302
    assert client.post(f"{base}owner/", {"owner": str(cast.hr.id)}).status_code == 302
    assert "junk" not in client.post(f"{base}owner/", {"owner": "junk"}, follow=True).content.decode()
    with system_scope("test"):
        opening = queries.get(cast.application_id).requisition
        assert opening.auto_invite
        assert opening.owner_id == cast.hr.id
    assert enter(cast, "west_hr").post(f"{base}invite/", {"on": "no"}).status_code in {403, 404}
