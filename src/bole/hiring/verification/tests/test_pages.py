"""Who may see and do what, on pages; the person's own pages; callbacks that are attacked."""

import hashlib
import io
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configuration
from django.core import signing
from django.test import Client
from django.urls import reverse
from tests.support.bank import log_in

from bole.foundation.access.actors import system_scope
from bole.foundation.access.models import User
from bole.foundation.access.queries import actor_for
from bole.foundation.audit.models import AuditLine
from bole.foundation.files.models import StoredFile
from bole.foundation.ui import cards, panels
from bole.hiring.conftest import NOW, Cast
from bole.hiring.personal_links import link as door
from bole.hiring.personal_links import services as personal_links
from bole.hiring.personal_links.models import PersonalLink
from bole.hiring.verification import library, queries, services
from bole.hiring.verification.models import Paper
from bole.hiring.verification.tests.making import GAPS, NUMBER, Checked, Sources, opened, sources

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("soon")]
LIST = "/console/verification/"


@pytest.fixture
def others(settings: Any, tmp_path: Path) -> Iterator[Sources]:
    with sources(settings, tmp_path) as made:
        yield made


def browser(cast: Cast, who: str, language: str = "zh-hans") -> Client:
    client = Client(HTTP_ACCEPT_LANGUAGE=language)
    log_in(client, User.objects.get(pk=getattr(cast, who).id))
    return client


def phone(candidate_id: Any, unit_id: Any, language: str = "zh-hans") -> tuple[Client, str]:
    """A browser of the person after the one-time code, and the address of the checks."""
    with system_scope("test"):
        address = personal_links.link_for(
            candidate_id=candidate_id, unit_id=unit_id, until=NOW + timedelta(days=400), now=NOW
        )
        row = PersonalLink.objects.get(candidate_id=candidate_id)
    path = address.removeprefix(configuration.PUBLIC_URL.rstrip("/"))
    token = path.split("/")[2]
    client = Client(HTTP_ACCEPT_LANGUAGE=language)
    ids = [str(row.pk), str(candidate_id)]
    client.cookies[door.COOKIE.name] = signing.dumps(ids, salt=door.COOKIE.salt(token))
    return client, f"{path}check/"


def decided(checked: Checked, **more: str) -> dict[str, str]:
    """The consent form as a browser posts it."""
    form = {f"shown-{kind}": sha256 for kind, sha256 in checked.shown().items()}
    form |= {f"agree-{kind}": "yes" for kind in checked.shown()}
    return {**form, "id_number": NUMBER, **more}


def test_who_may_see_and_do_what(cast: Cast, others: Sources) -> None:
    """Every page and action against every role: the right branch, the wrong one, and who has no business."""
    others.gateways["degree"].answering = lambda check: ("not_found", {})
    checked = opened(cast, GAPS)
    checked.agree()
    found = checked.work()
    degree = checked.checks()["degree"]
    with system_scope("test"):
        doubt = found.doubts.get()
        manager = actor_for(cast.bank.user("hiring_manager", cast.bank.east))
    everybody: Any = cast
    everybody.manager = manager
    checked.hr(services.add_whole, check_id=degree.pk, name="a.pdf", body=b"%PDF-1.7 x")
    with system_scope("test"):
        paper = Paper.objects.get()
    one = f"{LIST}{found.pk}/"
    check = f"{LIST}checks/{degree.pk}/"
    gets = [LIST, f"{LIST}plans/", one, f"{LIST}papers/{paper.pk}/"]
    posts: list[tuple[str, dict[str, str]]] = [
        (f"{check}enter/", {"what": "unable", "confirmed_by": ""}),
        (f"{check}take/", {}),
        (f"{check}paper/", {}),
        (f"{check}upload/", {}),
        (f"{check}clear/", {"text": ""}),
        (f"{LIST}doubts/{doubt.pk}/", {"resolution": "", "text": ""}),
        (f"{one}decide/", {"what": "accept", "text": ""}),
    ]
    may = {"hr": True, "chief": True, "west_hr": None}
    for who in ("hr", "chief", "west_hr", "interviewer", "manager", "auditor", "it_admin"):
        client, allowed = browser(everybody, who), may.get(who, False)
        for address in gets:
            seen = client.get(address).status_code
            about = allowed if address not in gets[:2] else allowed is not False
            assert seen == (200 if about else 403), (who, address, seen)
        for address, form in posts:
            done = client.post(address, form).status_code
            wanted = {True: {302, 422}, None: {403}, False: {403}}[allowed]
            assert done in wanted or (allowed and "upload" in address), (who, address, done)
    assert Client().get(one).status_code in {302, 404}
    with system_scope("test"):
        assert checked.fresh().state == "review"  # nothing was done by all those empty forms
        denied = AuditLine.objects.filter(verb="access.request.denied").count()
        opened_paper = AuditLine.objects.filter(verb="hiring.verification.paper.opened").count()
    assert denied >= 4 * len(gets)
    assert opened_paper == 2
    with cast.acting("hr"):
        shown = [row.panel.key for row in panels.shown_to(cast.hr, cast.candidate_id, cast.bank.east.pk)]
        assert "verification" in shown
    with cast.acting("interviewer"):
        shown = [
            row.panel.key for row in panels.shown_to(cast.interviewer, cast.candidate_id, cast.bank.east.pk)
        ]
        assert "verification" not in shown


def test_hr_sees_both_sides_and_the_branch_only_its_own(cast: Cast, others: Sources) -> None:
    others.gateways["degree"].answering = lambda check: (
        "found",
        {**check["claims"], "school": "西南科技大学"},
    )
    checked = opened(cast)
    checked.agree()
    found = checked.work()
    hr = browser(cast, "hr")
    page = hr.get(f"{LIST}{found.pk}/").content.decode()
    for words in ("西南财经大学", "西南科技大学", "名称不同", "告知候选人核实结果", "林小禾"):
        assert words in page, words
    assert NUMBER not in page
    fragment = hr.get(f"{LIST}{found.pk}/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment
    assert "西南科技大学" in fragment
    assert "Tell the person" in browser(cast, "hr", "en").get(f"{LIST}{found.pk}/").content.decode()
    listed = hr.get(f"{LIST}?which=decide").content.decode()
    assert "林小禾" in listed
    assert "¥10.40" in listed
    assert "林小禾" not in browser(cast, "west_hr").get(LIST).content.decode()
    assert "¥10.40" not in browser(cast, "west_hr").get(LIST).content.decode()
    plans = hr.get(f"{LIST}plans/").content.decode()
    for words in ("个人信息保护法", "征信业管理条例", "关闭", "¥6<"):
        assert words in plans, words
    told = hr.post(f"{LIST}{found.pk}/decide/", {"what": "tell"}, follow=True).content.decode()
    assert "已告知候选人" in told
    early = {"what": "end", "reason": "requirements_not_met", "text": "x"}
    refused = hr.post(f"{LIST}{found.pk}/decide/", early, follow=True)
    assert "答复期结束再决定" in refused.content.decode()
    assert checked.fresh().state == "told"


def decides_after_mistakes(client: Client, home: str, checked: Checked) -> None:
    """Reads what is asked, leaves something out, mistypes the number, has an old page; then it is right."""
    page = client.get(home).content.decode()
    for words in ("学历核实", "chsi 源", "365 天", "个人信息保护法", "自己提供证明", "西南财经大学 金融学"):
        assert words in page, words
    missing = client.post(home, {**decided(checked), "agree-degree": ""})
    assert (missing.status_code, "请对每一项作出决定" in missing.content.decode()) == (422, True)
    wrong = client.post(home, decided(checked, id_number="110101199001011238"))
    assert (wrong.status_code, "身份证号码不正确" in wrong.content.decode()) == (422, True)
    stale = client.post(home, {**decided(checked), "shown-degree": "0" * 64})
    assert (stale.status_code, "文字已有更新" in stale.content.decode()) == (422, True)
    assert checked.fresh().state == "consent"
    for _click in range(2):
        assert client.post(home, decided(checked)).status_code == 302


def sends_a_photo(client: Client, home: str, check_id: Any) -> bytes:
    """In parts, as the script of the page does; the last click twice. Gives the bytes."""
    body = b"\xff\xd8\xff\xe0" + b"photo" * 100
    started = client.post(
        f"{home}{check_id}/upload/", json.dumps({"name": "证明.jpg", "size": len(body)}), "application/json"
    ).json()
    sha256 = hashlib.sha256(body).hexdigest()
    put = client.put(
        f"{started['upload']}0/", body, "application/octet-stream", headers={"X-Part-SHA256": sha256}
    )
    assert put.json() == {"index": 0, "duplicate": False}
    assert client.get(started["upload"]).json() == {"received": [0]}
    whole = json.dumps({"parts": 1, "total_bytes": len(body)})
    for _click in range(2):
        assert client.post(f"{started['upload']}finish/", whole, "application/json").json()["next"] == home
    return body


def test_the_person_decides_on_the_phone_and_sees_no_verdict_before_being_told(
    cast: Cast, others: Sources
) -> None:
    others.gateways["degree"].answering = lambda check: ("not_found", {})
    checked = opened(cast, GAPS)
    client, home = phone(cast.candidate_id, cast.bank.east.pk)
    decides_after_mistakes(client, home, checked)
    found = checked.work()
    assert found.state == "review"
    page = client.get(home).content.decode()
    assert "正在核实" in page
    assert "不一致" not in page.replace("如果有内容与简历不一致", "")
    with system_scope("test"):
        doubt = found.doubts.get()
    assert client.post(f"{home}explain/{doubt.pk}/", {"text": "在家照顾家人"}).status_code == 302
    degree = checked.checks()["degree"]
    early = client.post(f"{home}{degree.pk}/dispute/", {"text": "不对"})
    assert "problem=no_such_move" in early["Location"]
    checked.hr(services.tell, verification_id=found.pk)
    page = client.get(home).content.decode()
    assert "有内容与简历不一致" in page
    assert "没有这条记录" in page
    assert client.post(f"{home}{degree.pk}/dispute/", {"text": ""}).status_code == 302
    assert client.post(f"{home}{degree.pk}/dispute/", {"text": "我改过名"}).status_code == 302
    assert checked.fresh().state == "dispute"
    body = sends_a_photo(client, home, degree.pk)
    junk = client.post(f"{home}{degree.pk}/paper/", {"file": io.BytesIO(b"MZ\0\0 no picture")})
    assert "problem=type_not_allowed" in junk["Location"]
    with system_scope("test"):
        paper = Paper.objects.get(file_id__isnull=False)
        kept = StoredFile.objects.get(pk=paper.file_id)
    assert (kept.content_type, kept.candidate_id, paper.source) == ("image/jpeg", cast.candidate_id, "person")
    assert b"".join(client.get(f"{home}paper/{paper.pk}/")) == body
    of_the_bank = checked.hr(services.add_whole, check_id=degree.pk, name="b.pdf", body=b"%PDF-1.7 x")
    assert client.get(f"{home}paper/{of_the_bank.pk}/").status_code == 404
    assert "b.pdf" not in client.get(home).content.decode()
    dispute = found.pk and checked.checks()["degree"]
    with cast.acting("hr"):
        (open_one,) = dispute.disputes.all()
    hr = browser(cast, "hr")
    answer = {"upheld": "yes", "text": "证明属实"}
    for _click in range(2):
        assert hr.post(reverse("verification:answer", args=[open_one.pk]), answer).status_code == 302
    page = client.get(home).content.decode()
    assert "正在核实" in page  # the gap in the résumé still waits for HR
    resolve = {"resolution": "plausible", "text": "已说明"}
    assert hr.post(reverse("verification:resolve", args=[doubt.pk]), resolve).status_code == 302
    assert checked.fresh().state == "clear"
    page = client.get(home).content.decode()
    for words in ("已澄清", "没有这条记录", "我改过名", "证明属实", "你说得对", "录用通知"):
        assert words in page, words  # what was found, what was said, that it is cleared, what comes next
    with checked.person():
        (card,) = [
            one
            for one in cards.shown_to(cast.hr, cast.candidate_id, "t")
            if one.template.startswith("verification")
        ] or [None]
        assert card is not None


def test_another_person_finds_nothing(cast: Cast, others: Sources) -> None:
    from bole.hiring.candidates import services as candidates

    others.gateways["degree"].answering = lambda check: ("not_found", {})
    checked = opened(cast, GAPS)
    checked.agree()
    found = checked.work()
    checked.hr(services.tell, verification_id=found.pk)
    degree = checked.checks()["degree"]
    with checked.person():
        services.add_whole(check_id=degree.pk, name="a.pdf", body=b"%PDF-1.7 x", now=NOW)
        dispute = services.dispute(check_id=degree.pk, text="不对", now=NOW)
    with cast.acting("hr"):
        other = candidates.register(unit_id=cast.bank.east.pk, name="另一人", email="b@example.org", now=NOW)
    stranger, home = phone(other.pk, cast.bank.east.pk)
    with system_scope("test"):
        paper, doubt = Paper.objects.get(), found.doubts.get()
    assert stranger.get(home).status_code == 404
    for address in (
        f"{home}{degree.pk}/dispute/",
        f"{home}{degree.pk}/paper/",
        f"{home}{degree.pk}/upload/",
        f"{home}explain/{doubt.pk}/",
        f"{home}nothing/",
        f"{home}withdraw/",
    ):
        assert stranger.post(address, {"text": "x", "kind": "degree"}).status_code == 404, address
    assert stranger.get(f"{home}paper/{paper.pk}/").status_code == 404
    _mine, own = phone(cast.candidate_id, cast.bank.east.pk)
    assert stranger.get(own).status_code == 302  # its cookie opens no other address
    assert Client().get(own).status_code == 302
    with system_scope("test"):
        dispute.refresh_from_db()
    assert dispute.upheld is None
    assert checked.fresh().state == "dispute"


def deliver(headers: dict[str, str], body: bytes, source: str = "chsi") -> int:
    return Client().post(f"/hooks/checks/{source}/", body, "application/json", headers=headers).status_code


def test_a_callback_counts_once_and_forged_late_foreign_or_replayed_ones_do_not(
    cast: Cast, others: Sources
) -> None:
    gateway = others.gateways["degree"]
    gateway.at_once = False
    checked = opened(cast)
    checked.agree()
    checked.work()
    gateway.finish("sim-1", "found", {"school": "西南财经大学", "degree": "本科", "major": "金融学"})
    assert deliver(*gateway.delivery("sim-1", nonce="n0", secret="whsec_b3RoZXI=")) == 401
    assert deliver(*gateway.delivery("sim-1", nonce="n0", age=timedelta(minutes=6))) == 401
    assert deliver({}, b"{}") == 401
    headers, body = gateway.delivery("sim-1", nonce="n0")
    assert deliver(headers, body.replace(b"found", b"not_found")) == 401
    assert deliver(headers, body, source="certificates") in {401, 404}
    assert deliver(headers, body, source="nobody") == 404
    assert checked.checks()["degree"].state == "running"
    assert [deliver(headers, body), deliver(headers, body)] == [204, 409]
    assert checked.fresh().state == "clear"
    assert deliver(*gateway.delivery("sim-1", nonce="n1")) == 409  # settled: nothing is expected any more
    gateway.checks["sim-1"]["result"]["reference"] = str(checked.found.pk)
    assert deliver(*gateway.delivery("sim-1", nonce="n2")) == 404
    gateway.checks["sim-1"]["result"]["verdict"] = "perhaps"
    assert deliver(*gateway.delivery("sim-1", nonce="n3")) == 422
    assert deliver(headers, b"x" * (512 * 1024 + 1)) == 413


def test_a_correction_of_the_source_reopens_nothing_but_stays_in_the_history(
    cast: Cast, others: Sources
) -> None:
    gateway = others.gateways["degree"]
    gateway.at_once = False
    others.gateways["certificate"].at_once = False  # something keeps the whole open
    checked = opened(cast)
    checked.agree()
    checked.work()
    gateway.finish("sim-1", "other_person", {})
    assert deliver(*gateway.delivery("sim-1", nonce="a")) == 204
    assert checked.checks()["degree"].state == "consider"
    gateway.finish("sim-1", "found", {"school": "西南财经大学", "degree": "本科"})
    assert deliver(*gateway.delivery("sim-1", nonce="b")) == 204
    degree = checked.checks()["degree"]
    assert degree.state == "clear"
    with cast.acting("hr"):
        assert [row.verdict for row in queries.history(degree.pk)] == ["other_person", "found"]
        page = browser(cast, "hr").get(f"{LIST}{checked.found.pk}/").content.decode()
    assert "此前 1 次结果" in page


def test_every_list_of_the_library_can_be_read_and_credit_is_off(settings: Any, tmp_path: Path) -> None:
    from bole.kernel.errors import InvalidError

    assert {one.key for one in library.every()} >= {"default", "risk-control"}
    for plan in library.every():
        assert plan.of("conduct") is None
        assert plan.of("identity") is not None
        assert [one.kind for one in library.switched_off(plan.key)] == ["conduct"]
        assert all(one.legal_basis["zh"] and one.legal_basis["en"] for one in plan.checks)
    assert library.plan_for("no-such-job").key == "default"
    assert library.plan_for("../default").key == "default"
    (tmp_path / "verification").mkdir()
    text = (Path(settings.LIBRARY_DIR) / "verification" / "default.toml").read_text()
    settings.LIBRARY_DIR = tmp_path
    for number, (old, new) in enumerate(
        [
            ("gap_months = 6", "gap_months = 600"),
            ('kind = "degree"', 'kind = "rumours"'),
            ("gate = true", "gates = true"),
            ('needs = ["match"]', 'needs = ["face"]'),
            ('kind = "degree"', 'kind = "identity"'),
            ("bole.verification/1", "bole.verification/9"),
        ]
    ):
        key = f"bad-{number}"
        broken = text.replace('key = "default"', f'key = "{key}"').replace(old, new, 1)
        (tmp_path / "verification" / f"{key}.toml").write_text(broken)
        with pytest.raises(InvalidError) as refused:
            library.plan_for(key)
        assert refused.value.code == "plan_damaged", (old, new)
