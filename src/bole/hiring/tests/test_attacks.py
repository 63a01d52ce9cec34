"""Every address of the product, asked by people who mean no good: junk, forged forms, forged roles."""

import os
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.core import signing
from django.test import Client
from django.urls import get_resolver
from tests.support.bank import log_in
from tests.support.database import credentials

from bole.foundation.access.actors import system_scope
from bole.foundation.access.checks import patterns
from bole.foundation.access.models import User
from bole.hiring.assessment.models import Report
from bole.hiring.conftest import Answered
from bole.hiring.interviews import link
from bole.hiring.interviews.models import Interview
from bole.hiring.personal_links import link as door
from bole.hiring.personal_links import services as personal_links
from bole.hiring.personal_links import tokens
from bole.hiring.personal_links.models import PersonalLink
from bole.kernel.clock import utc_now
from bole.kernel.ids import new_id

pytestmark = pytest.mark.django_db
PLACE = re.compile(r"<(?:(\w+):)?(\w+)>")
SLICE = 2 * 1024 * 1024 - 1024  # as much as passes config.body_limit; more never reaches Django
DEEP = b"[" * 10_000
# Sharp ones are tried on every address; of the blunt ones, which break what reads the body and not what is
# behind it, every address gets two in turn.
SHARP = [
    (b"[1,2]", "application/json"),
    (b"null", "application/json"),
    (b'{"parts":1e999,"total_bytes":-1,"seconds":"x","text":{},"content_type":[]}', "application/json"),
    (b'{"parts":true,"total_bytes":99999999999999999999,"seconds":NaN,"text":"\\u0000"}', "application/json"),
    (b"code=%00&username=%00&password=%ff%fe&next=%0d%0aX:1&reason=%00", "application/x-www-form-urlencoded"),
]  # fmt: skip
BLUNT = [
    (b"", "application/json"),
    (os.urandom(SLICE), "application/json"),
    (DEEP, "application/json"),
    (b'{"a":' * 3_000, "application/json"),
    (b'"text"', "application/json"),
    (os.urandom(SLICE), "application/x-www-form-urlencoded"),
    (b"&".join(b"a%d=1" % n for n in range(5000)), "application/x-www-form-urlencoded"),
    (os.urandom(SLICE), "multipart/form-data; boundary=x"),
    (b"--x\r\nContent-Disposition: form-data; name=\"a\"; filename=\"../../../x\"\r\n\r\nx\r\n--x--\r\n",
     "multipart/form-data; boundary=x"),
    (b"", "multipart/form-data"),
    (os.urandom(1000), "application/octet-stream"),
]  # fmt: skip


def addresses(known: dict[str, str]) -> Iterator[str]:
    """Every address once, its places filled with what is ``known`` or with something of the right kind."""
    kinds = {"uuid": str(new_id()), "int": "1", "slug": "teller-complaint", "str": "x", None: "x"}
    for pattern, _view in patterns(get_resolver()):
        if "^" not in pattern:
            yield "/" + PLACE.sub(lambda m: known.get(m[2]) or str(kinds.get(m[1], "x")), pattern)


def stranger(_answered: Answered) -> Client:
    return Client(raise_request_exception=False)


def candidate(answered: Answered) -> Client:
    client = stranger(answered)
    taking = answered.taking
    ids = [str(taking.id), str(taking.invited.interview.candidate_id)]
    client.cookies[link.COOKIE] = signing.dumps(ids, salt=link.CANDIDATE.salt(taking.invited.token))
    return client


def recruiter(answered: Answered) -> Client:
    client = stranger(answered)
    log_in(client, User.objects.get(pk=answered.cast.hr.id))
    return client


def person(answered: Answered) -> Client:
    """Somebody who passed the code of his personal page."""
    client = stranger(answered)
    found = personal_page(answered)
    ids = [str(found.pk), str(found.candidate_id)]
    client.cookies[door.COOKIE.name] = signing.dumps(ids, salt=door.COOKIE.salt(tokens.token_of(found)))
    return client


def personal_page(answered: Answered) -> PersonalLink:
    """The address of the candidate's own pages."""
    interview = answered.taking.invited.interview
    with system_scope("test"):
        now = utc_now()
        personal_links.link_for(
            candidate_id=interview.candidate_id,
            unit_id=interview.unit_id,
            until=now + timedelta(days=1),
            now=now,
        )
        return PersonalLink.objects.get(candidate_id=interview.candidate_id)


def turned_away(seen: list[int], target: str) -> bool:
    """Whether nobody looks at what is sent there: the rest of the junk would meet the same refusal."""
    return seen[-1] == 405 or target.startswith("/login/") or seen[-3:] in ([403] * 3, [404] * 3)


LONG = pytest.mark.long


@pytest.mark.parametrize(
    "who", [pytest.param(stranger, marks=LONG), pytest.param(candidate, marks=LONG), recruiter, person]
)
def test_no_junk_on_any_address_breaks_the_server(answered: Answered, report: Report, who: Any) -> None:
    """Refused by name, by 4xx; never a failure nobody foresaw."""
    client = who(answered)
    known = {"token": answered.taking.invited.token, "report_id": str(report.pk)}
    if who is person:
        known["token"] = tokens.token_of(personal_page(answered))
    broken = []
    for number, address in enumerate(addresses(known)):
        if address == "/logout/" or (who is person) != address.startswith("/me/"):
            continue
        blunt = [BLUNT[(2 * number + n) % len(BLUNT)] for n in range(2)]
        tries = [("POST", *body) for body in SHARP + blunt] + [("PUT", *blunt[0])]
        seen: list[int] = []
        for method, body, kind in tries:
            answer = client.generic(method, address, body, kind)
            seen.append(answer.status_code)
            if answer.status_code >= 500:
                broken.append(f"{method} {address} {kind} {body[:40]!r}: {answer.status_code}")
            if turned_away(seen, answer.headers.get("Location", "")):
                break
    assert broken == []


# Other systems post here. Each call proves itself by a key, a signature or a secret address; no cookie counts
OTHER_SYSTEMS = {
    "api/v1/candidates", "engines/<slug:engine>/results/", "hooks/sms/aliyun/<str:secret>/",
    "hooks/checks/<slug:source>/",
    "hooks/sms/tencent/<str:secret>/", "m/<str:token>/",
}  # fmt: skip


def test_no_form_or_script_of_another_site_is_obeyed(answered: Answered, report: Report) -> None:
    """CSRF: a browser with the victim's cookies, without the page's token, as a form and as JSON."""
    open_to_others = {
        address for address, view in patterns(get_resolver()) if getattr(view, "csrf_exempt", False)
    }
    assert open_to_others == OTHER_SYSTEMS
    victims = {"hr": recruiter(answered), "candidate": candidate(answered)}
    known = {"token": answered.taking.invited.token, "report_id": str(report.pk)}
    for name, victim in victims.items():
        victim.handler.enforce_csrf_checks = True
        for address in addresses(known):
            for kind in ("application/json", "text/plain", "application/x-www-form-urlencoded"):
                answer = victim.post(
                    address, b"{}", content_type=kind, headers={"Origin": "https://evil.example"}
                )
                assert answer.status_code in {401, 403, 404, 405}, (name, address, kind, answer.status_code)


@pytest.mark.parametrize(
    "target", ["/x\r\nSet-Cookie: a=b", "/x%0d%0aSet-Cookie: a=b", "//evil.example", "https:evil"]
)
def test_no_header_is_injected_by_a_target(answered: Answered, target: str) -> None:
    client = stranger(answered)
    answer = client.post("/language/", {"language": "en", "next": target})
    assert answer.status_code == 302
    assert "a" not in answer.cookies
    assert not answer.headers["Location"].startswith(("//", "https:"))
    assert "\n" not in answer.headers["Location"]


def test_extra_fields_change_nothing(answered: Answered) -> None:
    """Mass assignment: a candidate's script names columns that are not his to set."""
    client = candidate(answered)
    with system_scope("test"):
        before = Interview.objects.filter(pk=answered.taking.id).values()[0]
    extra = {
        "unit_id": str(new_id()), "candidate_id": str(new_id()), "state": "in_progress", "law": "nyc",
        "accommodations": {"extra_time": 9}, "closes_at": "2099-01-01", "attempt": 1, "retakes": 99,
    }  # fmt: skip
    token = answered.taking.invited.token
    for path in ("finish/", "answers/teller-complaint/begin/", "answers/teller-complaint/retake/"):
        client.post(f"/i/{token}/api/{path}", extra, content_type="application/json")
    with system_scope("test"):
        assert Interview.objects.filter(pk=answered.taking.id).values()[0] == before


ROLES = ["bole_owner", "bole_backup", "postgres"]


@pytest.mark.parametrize("role", ROLES)
def test_the_application_role_becomes_nobody_else(db: None, role: str) -> None:
    with psycopg.connect(credentials().url("app"), autocommit=True) as connection:
        for statement in (f"SET ROLE {role}", f"SET SESSION AUTHORIZATION {role}"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement.encode())


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE assessment_report DISABLE ROW LEVEL SECURITY",
        "DROP POLICY bole_scope ON assessment_report",
        "ALTER ROLE bole_app BYPASSRLS",
        "CREATE FUNCTION bole_sees_all() RETURNS boolean LANGUAGE sql AS 'SELECT true'",
        "SET session_replication_role = replica",
        "COPY access_user TO PROGRAM 'cat'",
        "COPY (SELECT 1) TO '/tmp/x'",
        "SELECT pg_read_file('/etc/passwd')",
        "CREATE EXTENSION dblink",
        "TRUNCATE audit_line",
        "SELECT * FROM pg_authid",
    ],
)
def test_the_application_role_cannot_take_the_wall_down(db: None, statement: str) -> None:
    with psycopg.connect(credentials().url("app"), autocommit=True) as connection:
        connection.execute("SELECT set_config('bole.actor_kind', 'system', false)")
        refused = (psycopg.errors.InsufficientPrivilege, psycopg.errors.FeatureNotSupported)
        with pytest.raises(refused):
            connection.execute(statement.encode())
