"""Pages and addresses: who gets in, what the phone may send, and what an attacker gets."""

import hashlib
import html
import json
import re
import tomllib
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core import signing
from django.test import Client
from tests.support.bank import log_in

from bole.foundation.access.actors import system_scope
from bole.foundation.access.models import User
from bole.foundation.audit.models import AuditLine
from bole.foundation.files.models import StoredFile
from bole.hiring.candidates import services as candidates
from bole.hiring.conftest import NOW, Cast
from bole.hiring.personal_links import queries as links
from bole.hiring.personal_links import services as personal_links
from bole.hiring.personal_links.link import COOKIE
from bole.kernel.clock import utc_now
from bole.workforce.onboarding import queries, services
from bole.workforce.onboarding.models import ItTask, Material, Place, Task, TemplateVersion
from bole.workforce.onboarding.tests.people import READING, Newcomer, picture, sign

pytestmark = pytest.mark.django_db
ROLES = ("chief", "hr", "west_hr", "lead", "interviewer", "auditor", "it_admin")
USERS = {
    "chief": "head_office_hr-HO", "hr": "branch_hr-E", "west_hr": "branch_hr-W", "lead": "hiring_manager-E",
    "interviewer": "interviewer-E", "auditor": "auditor-HO", "it_admin": "it_admin-HO",
}  # fmt: skip


@pytest.fixture
def one(cast: Cast) -> Newcomer:
    leader = cast.bank.user("hiring_manager", cast.bank.east)
    return sign(cast, manager_user_id=leader.pk)


def phone(candidate_id: UUID, unit_id: UUID) -> tuple[Client, str]:
    """A browser behind the one-time code, and the person's address."""
    with system_scope("test"):
        until = utc_now() + timedelta(days=30)
        url = personal_links.link_for(candidate_id=candidate_id, unit_id=unit_id, until=until, now=utc_now())
        link = links.of_candidate(candidate_id)
    assert link is not None
    home = "/me/" + url.rsplit("/me/", 1)[1]
    token, browser = home.strip("/").split("/")[1], Client()
    browser.cookies[COOKIE.name] = signing.dumps(
        [str(link.pk), str(link.candidate_id)], salt=COOKIE.salt(token)
    )
    return browser, home


def mine(one: Newcomer) -> tuple[Client, str]:
    browser, home = phone(one.cast.candidate_id, one.cast.bank.east.pk)
    return browser, f"{home}onboarding/"


def test_each_page_for_each_role(one: Newcomer) -> None:
    """200 for whom it is, 403 with a line in the trail for everybody else of the bank."""
    material = one.hand_in("id_front", {name: f["value"] for name, f in READING["fields"].items()}, READING)
    with system_scope("test"):
        it_task = ItTask.objects.filter(asks="").first()
    assert it_task is not None
    hr = {"chief", "hr"}
    address = f"/console/onboarding/{one.onboarding.pk}/"
    document = f"/console/onboarding/documents/{material.pk}/"
    pages: list[tuple[str, set[str]]] = [
        ("/console/onboarding/", {*hr, "west_hr"}),
        (address, hr),
        (f"{address}part/", hr),
        (document, hr),
        (f"{document}picture/", hr),
        ("/console/onboarding/mine/", {*hr, "west_hr", "lead", "interviewer"}),
        ("/console/onboarding/it/", {"it_admin"}),
        ("/console/onboarding/templates/", {*hr, "west_hr"}),
        ("/console/onboarding/templates/teller/", {*hr, "west_hr"}),
        ("/console/onboarding/places/", {*hr, "west_hr"}),
    ]
    first = one.task("first_week").pk
    acts: list[tuple[str, dict[str, Any], set[str]]] = [
        (f"{address}do/", {"do": "drop", "task": one.task("photo").pk}, hr),
        (f"{document}decide/", {"do": "back", "reason": "cut_off"}, hr),
        (f"/console/onboarding/mine/{first}/done/", {}, {*hr, "lead"}),
        (f"/console/onboarding/it/{it_task.pk}/done/", {}, {"it_admin"}),
        ("/console/onboarding/templates/import/", {}, {"chief"}),
        (f"/console/onboarding/places/{one.cast.bank.east.pk}/", {"address_zh": "x"}, hr),
    ]
    browser = Client()
    for role in ROLES:
        log_in(browser, User.objects.get(username=USERS[role]))
        for page, allowed in pages:
            assert browser.get(page).status_code == (200 if role in allowed else 403), (role, page)
        for page, _form, allowed in acts:
            if role not in allowed:
                assert browser.post(page, _form).status_code == 403, (role, page)
    with system_scope("test"):
        assert AuditLine.objects.filter(verb="access.request.denied").count() >= 40
        assert not Task.objects.filter(state__in=("done", "dropped")).exists()
        assert not Place.objects.exists()
    for role in ("hr", "lead", "it_admin", "chief"):
        log_in(browser, User.objects.get(username=USERS[role]))
        for page, form, allowed in acts:
            if role in allowed:
                assert browser.post(page, form).status_code == 302, (role, page)
    with system_scope("test"):
        assert Material.objects.get(pk=material.pk).state == "sent_back"
        assert {one.task(key).state for key in ("first_week", "photo")} == {"done", "dropped"}
    listed = browser.get("/console/onboarding/").content.decode()
    assert "林小禾" in listed
    log_in(browser, User.objects.get(username=USERS["west_hr"]))
    assert "林小禾" not in browser.get("/console/onboarding/").content.decode()
    log_in(browser, User.objects.get(username=USERS["it_admin"]))
    told = browser.get("/console/onboarding/it/").content.decode()
    assert one.onboarding.employee.number in told
    assert "林小禾" not in told


def test_the_phone_of_the_person_and_of_another(one: Newcomer) -> None:
    browser, home = mine(one)
    with one.cast.acting("hr"):
        stranger = candidates.register(
            unit_id=one.cast.bank.east.pk, name="许知夏", phone="13900002222", email="xu@example.org", now=NOW
        )
    other, elsewhere = phone(stranger.pk, one.cast.bank.east.pk)
    elsewhere = f"{elsewhere}onboarding/"
    front, guide = one.task("id_front").pk, one.task("read_guide").pk
    material = one.upload("id_front")
    for page in ("", "part/", "guide/", f"{front}/", f"{guide}/", f"picture/{material.pk}/"):
        assert browser.get(home + page).status_code == 200, page
        assert other.get(elsewhere + page).status_code == 404, page
        assert Client().get(home + page).status_code == 302, page  # no code, no page
        assert other.get(home + page).status_code == 302, page  # another's cookie at this address
    assert "柜台操作流程" in browser.get(f"{home}guide/").content.decode()
    assert "林小禾" in browser.get(home.removesuffix("onboarding/")).content.decode()
    for page, form in (
        (f"{guide}/", {}),
        (f"{front}/confirm/", {"material": material.pk}),
    ):
        assert other.post(elsewhere + page, form).status_code == 404, page
    begun = json.dumps({"name": "x.jpg", "size": 9})
    answer = other.post(f"{elsewhere}{front}/upload/", begun, content_type="application/json")
    assert answer.status_code == 404
    assert browser.post(f"{home}{guide}/").status_code == 302
    assert one.task("read_guide").state == "done"
    assert browser.post(f"{home}{one.task('contract').pk}/").status_code == 404  # HR's
    with system_scope("test"):
        services.check(material_id=material.pk, read=lambda *_: READING, now=lambda: NOW)
    asked = browser.get(f"{home}{front}/").content.decode()
    assert READING["fields"]["id_number"]["value"] in asked  # each field is shown for confirmation
    wrong = {"material": material.pk, "name": "林小禾", "id_number": "123"}
    answer = browser.post(f"{home}{front}/confirm/", wrong)
    assert (answer.status_code, "123" in answer.content.decode()) == (422, True)  # nothing typed is lost
    right = {"material": material.pk, **{name: f["value"] for name, f in READING["fields"].items()}}
    for _click in range(2):
        assert browser.post(f"{home}{front}/confirm/", right).status_code == 302
    with system_scope("test"):
        assert Material.objects.get().state == "submitted"


def send(browser: Client, address: str, body: bytes, name: str = "card.jpg") -> Any:
    """As the script does it: begin, parts, finish. Gives the first answer that is no 200, or the last."""
    started = browser.post(
        f"{address}upload/", json.dumps({"name": name, "size": len(body)}), content_type="application/json"
    )
    if started.status_code != 200:
        return started
    told = started.json()
    pieces = [body[at : at + told["part_bytes"]] for at in range(0, len(body), told["part_bytes"])]
    for index, piece in enumerate(pieces):
        answer = browser.put(
            f"{told['upload']}{index}/", piece, content_type="application/octet-stream",
            headers={"X-Part-SHA256": hashlib.sha256(piece).hexdigest()},
        )  # fmt: skip
        if answer.status_code != 200:
            return answer
    done = {"parts": len(pieces), "total_bytes": len(body)}
    return browser.post(f"{told['upload']}finish/", json.dumps(done), content_type="application/json")


def test_uploads_in_parts_and_attacks_on_them(one: Newcomer) -> None:
    browser, home = mine(one)
    address = f"{home}{one.task('id_front').pk}/"
    refused: list[tuple[bytes, str, str]] = [
        (b"junk" * 2_500_000, "card.jpg", "type_not_allowed"),  # 10 MB of nothing
        (b"\xff\xd8\xff" + b"x" * (12 * 1024 * 1024), "card.jpg", "upload_too_large"),
        (picture(), "IMG_1.HEIC", "heic"),
        (b"\x00\x00\x00\x18ftypheic" + b"x" * 100, "card.jpg", "heic"),
        (b"MZ" + b"\x00" * 100, "card.exe", "type_not_allowed"),
        (b"<svg onload=alert(1)>", "card.svg", "type_not_allowed"),
    ]
    for body, name, code in refused:
        answer = send(browser, address, body, name)
        assert (answer.status_code, answer.json()["code"]) == (422, code), (name, code)
        assert answer.json()["message"]
    with system_scope("test"):
        assert not StoredFile.objects.exists()
        assert not Material.objects.exists()
    good = send(browser, address, picture())
    assert good.status_code == 200, good.content
    with system_scope("test"):
        assert Material.objects.get().state == "checking"
    waiting = browser.get(f"{address}state/")
    assert "HX-Redirect" not in waiting.headers
    started = browser.post(
        f"{address}upload/", json.dumps({"name": "a", "size": 9}), content_type="application/json"
    )
    foreign = started.json()["upload"].replace(str(one.task("id_front").pk), str(one.task("degree").pk))
    assert browser.get(foreign).status_code == 404  # the address of one task's upload at another task
    assert browser.get(f"{address}upload/{uuid4()}/").status_code == 404
    for body in ("{", "[]", json.dumps({"name": "x", "size": -1}), json.dumps({"size": True})):
        answer = browser.post(f"{address}upload/", body, content_type="application/json")
        assert answer.status_code == 422, body


def test_head_office_edits_the_tasks_of_a_template(one: Newcomer) -> None:
    browser = Client()
    log_in(browser, User.objects.get(username=USERS["chief"]))
    address = "/console/onboarding/templates/teller/"
    sent: dict[str, Any] = form_of(browser.get(address).content.decode())
    assert sent["t0-key"] == "teller_stamp"
    browser.post(f"{address}edit/", sent)  # as it was
    for bad in ({"t0-due": "61"}, {"t0-title_en": ""}, {"t0-units": "NOWHERE"}, {"t0-key": "other"}):
        browser.post(f"{address}edit/", {**sent, **bad})
    assert not TemplateVersion.objects.exists()
    new = {"t2-title_zh": "领取工装", "t2-title_en": "Fetch the uniform", "t2-why_zh": "柜面统一着装。",
           "t2-why_en": "Everybody at the counter wears it.", "t2-owner": "hr", "t2-due": "1"}  # fmt: skip
    for _twice in range(2):  # the second time another version is in force
        browser.post(f"{address}edit/", {**sent, **new, "t0-due": "-3", "t0-units": "E", "t1-drop": "yes"})
    (row,) = TemplateVersion.objects.all()
    with one.cast.acting("chief"):
        stamp, uniform = queries.template("teller").template.tasks
    assert (stamp.due, stamp.units, uniform.key, uniform.owner) == (-3, ("E",), "own_1", "hr")
    assert tomllib.loads(row.source) == row.body
    west = Client()
    log_in(west, User.objects.get(username=USERS["hr"]))
    assert west.post(f"{address}edit/", sent).status_code == 403


def form_of(page: str) -> dict[str, str]:
    """Name and value of the fields of a page's tasks."""
    part = page[page.index('name="sha256"') - 40 :]
    found = dict(re.findall(r'name="(sha256|t\d+-\w+)" value="([^"]*)"', part))
    found |= dict(re.findall(r'name="(t\d+-due)"[^>]* value="([^"]*)"', part))
    found |= dict(re.findall(r'<textarea[^>]*name="(t\d+-\w+)"[^>]*>([^<]*)<', part))
    for name, options in re.findall(r'<select[^>]*name="(t\d+-owner)">(.*?)</select>', part, re.DOTALL):
        chosen = re.search(r'value="(\w+)" selected', options)
        found[name] = chosen[1] if chosen else "candidate"
    for name in re.findall(r'name="(t\d+-required)" value="yes" checked', part):
        found[name] = "yes"
    return {name: html.unescape(text) for name, text in found.items() if not name.endswith("-drop")}


def test_head_office_imports_a_template_of_its_own(one: Newcomer) -> None:
    browser = Client()
    log_in(browser, User.objects.get(username=USERS["chief"]))
    with one.cast.acting("chief"):
        source = queries.template("teller").source
    changed = source.replace("柜台操作流程", "本行柜台操作流程")
    from django.core.files.uploadedfile import SimpleUploadedFile as Sent

    def sent(text: str) -> Any:
        return browser.post(
            "/console/onboarding/templates/import/", {"file": Sent("t.toml", text.encode())}, follow=True
        )

    for text in ("", "key = 1", changed.replace('jobs = ["teller"]', 'jobs = ["relationship-manager"]')):
        sent(text)
        assert not TemplateVersion.objects.exists()
    sent(changed)
    sent(changed)
    assert [(row.key, row.number) for row in TemplateVersion.objects.all()] == [("teller", 1)]
    page = browser.get("/console/onboarding/templates/teller/").content.decode()
    assert "本行柜台操作流程" in page
    phone_of, home = mine(one)  # who signed before keeps what was in force
    assert "本行柜台操作流程" not in phone_of.get(f"{home}guide/").content.decode()
