"""Requests from end to end: who is let in, what a refusal looks like, and what the audit keeps of it."""

import uuid

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from tests.support.bank import Bank, log_in

from bole.foundation.access import checks
from bole.foundation.access.actors import system_scope
from bole.foundation.access.middleware import SEEN
from bole.foundation.access.models import RoleAssignment
from bole.foundation.audit.models import AuditLine

URLS = "bole.foundation.access.tests.sample_urls"
pytestmark = [pytest.mark.django_db, pytest.mark.urls(URLS)]


@pytest.fixture
def hidden(probe: Bank) -> uuid.UUID:
    """The id of West's row."""
    with system_scope("test"), connection.cursor() as cursor:
        cursor.execute("SELECT id FROM probe WHERE word = 'W'")
        found: uuid.UUID = cursor.fetchone()[0]
    return found


@pytest.fixture
def east(probe: Bank) -> Client:
    """A browser of East's HR."""
    client = Client()
    log_in(client, probe.user("branch_hr", probe.east))
    return client


def denials() -> list[tuple[str, uuid.UUID]]:
    with system_scope("test"):
        lines = AuditLine.objects.filter(verb="access.request.denied").order_by("id")
        return [(line.actor_kind, line.object_id) for line in lines]


def test_a_session_after_both_factors_sees_its_subtree(east: Client) -> None:
    assert east.get("/probe/").json() == {"words": ["E", "E1"], "kind": "user"}
    assert east.get("/probe/async/").json() == {"words": ["E", "E1"], "same": ["E", "E1"], "kind": "user"}


def test_what_a_bank_user_saw_is_in_no_cache(east: Client) -> None:
    assert east.get("/probe/")["Cache-Control"] == "private, no-store"


def test_a_password_alone_is_not_enough(probe: Bank) -> None:
    client = Client()
    client.force_login(
        probe.user("branch_hr", probe.east), backend="django.contrib.auth.backends.ModelBackend"
    )
    answer = client.get("/probe/")
    assert (answer.status_code, answer["Location"]) == (302, "/login/?next=/probe/")


def test_a_stranger_is_sent_to_the_log_in_from_a_page_but_told_nothing_of_a_thing(hidden: uuid.UUID) -> None:
    assert Client().get("/probe/")["Location"] == "/login/?next=/probe/"
    assert Client().get(f"/probe/{hidden}/").status_code == 404
    assert Client().get(f"/probe/{uuid.uuid4()}/").status_code == 404
    assert denials() == [("", hidden)]


def test_who_sends_after_his_session_ended_is_told_so_and_nothing_of_the_thing(hidden: uuid.UUID) -> None:
    client = Client()
    client.cookies["bole_session"] = "ended"
    for where in ("/probe/", f"/probe/{hidden}/", f"/probe/{uuid.uuid4()}/"):
        answer = client.post(where)
        assert answer.status_code == 401
        assert str(hidden) not in answer.content.decode()
    assert Client().post(f"/probe/{hidden}/").status_code == 404


def test_another_branchs_thing_is_refused_with_a_line_and_a_missing_one_is_not_there(
    east: Client, hidden: uuid.UUID
) -> None:
    assert east.get(f"/probe/{hidden}/").status_code == 403
    assert east.get(f"/probe/{uuid.uuid4()}/").status_code == 404
    assert denials() == [("user", hidden)]


@pytest.mark.django_db(transaction=True)
def test_the_line_of_a_refusal_outlives_the_rolled_back_transaction(
    east: Client, hidden: uuid.UUID, probe: Bank
) -> None:
    assert east.get(f"/probe/{hidden}/{probe.west.pk}/").status_code == 403
    with system_scope("test"):
        verbs = set(AuditLine.objects.values_list("verb", flat=True))
    assert "access.request.denied" in verbs
    assert "test.probe.changed" not in verbs


def test_a_role_without_the_permission_is_refused(probe: Bank, hidden: uuid.UUID) -> None:
    client = Client()
    log_in(client, probe.user("auditor", probe.head))
    assert client.get(f"/probe/{hidden}/").status_code == 200
    assert client.get(f"/probe/{hidden}/{probe.west.pk}/").status_code == 403


def test_the_it_administrator_sees_no_row_at_all(probe: Bank) -> None:
    user = probe.user("it_admin", probe.head)
    RoleAssignment.objects.create(user=user, role="auditor", unit=probe.west)
    client = Client()
    log_in(client, user)
    assert client.get("/probe/").json()["words"] == ["W"]


def test_rights_taken_away_count_at_the_next_request(probe: Bank) -> None:
    user = probe.user("branch_hr", probe.east)
    client = Client()
    log_in(client, user)
    assert client.get("/probe/").status_code == 200
    user.assignments.all().delete()
    assert client.get("/probe/").status_code == 403
    user.is_active = False
    user.save()
    assert client.get("/probe/").status_code == 302


def test_an_idle_session_ends(east: Client) -> None:
    session = east.session
    session[SEEN] = int(session.get(SEEN, 0)) - settings.SESSION_IDLE_SECONDS - 1
    session.save()
    assert east.get("/probe/").status_code == 302


def test_a_candidates_address_is_neither_cached_nor_passed_on() -> None:
    answer = Client().get("/candidate/abc/")
    assert (answer["Referrer-Policy"], answer["Cache-Control"]) == ("same-origin", "no-store")


@pytest.mark.parametrize(
    ("kind", "status", "code"),
    [
        ("conflict", 409, "conflict"),
        ("invalid", 422, "invalid"),
        ("full", 507, "storage_full"),
        ("later", 503, "mail_down"),
        ("broken", 500, "broken"),
    ],
)
def test_expected_failures_have_a_status_and_a_code_but_no_words(kind: str, status: int, code: str) -> None:
    answer = Client().get(f"/failing/{kind}/", headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    page = Client().get(f"/failing/{kind}/")
    assert page.status_code == status
    assert b"secret words" not in page.content + answer.content


def test_security_headers_stand_on_every_answer() -> None:
    answer = Client().get("/candidate/abc/")
    policy = answer["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "require-trusted-types-for 'script'" in policy
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "camera=(self)" in answer["Permissions-Policy"]


def test_a_view_that_says_nothing_or_asks_for_an_unknown_permission_stops_the_start() -> None:
    from bole.foundation.access.tests import sample_urls

    found = {message.id: message.msg for message in checks.views_declare_access()}
    assert set(found) == {"bole.E001", "bole.E002"}
    assert "/silent/" in found["bole.E001"]
    assert sample_urls.urlpatterns
