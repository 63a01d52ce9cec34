"""Who may do what with offers: every page and action for every role, in one table, over HTTP."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from tests.support.bank import log_in

from bole.foundation.access.actors import system_scope
from bole.foundation.access.models import User
from bole.foundation.audit.models import AuditLine
from bole.hiring.conftest import Cast
from bole.hiring.offers import queries
from bole.hiring.offers.models import Offer, Version
from bole.hiring.offers.tests import cast as acting
from bole.hiring.personal_links import link
from bole.hiring.personal_links import services as links
from bole.hiring.personal_links.models import PersonalLink

pytestmark = pytest.mark.django_db
STAFF = {
    "branch_hr-E": 200,
    "head_office_hr-HO": 200,
    "branch_hr-W": 403,
    "interviewer-E": 403,
    "hiring_manager-E": 403,
    "auditor-HO": 403,
    "it_admin-HO": 403,
}


def as_user(username: str) -> Client:
    client = Client()
    log_in(client, User.objects.get(username=username))
    return client


def as_person(candidate_id: Any, unit_id: Any) -> tuple[Client, str]:
    """A phone behind the one-time code, and its address."""
    now = datetime.now(UTC)
    with system_scope("test"):
        address = links.link_for(
            candidate_id=candidate_id, unit_id=unit_id, until=now + timedelta(days=3), now=now
        )
        row = PersonalLink.objects.get(candidate_id=candidate_id)
    token = address.rstrip("/").rsplit("/", 1)[-1]
    client = Client()
    client.get(f"/me/{token}/")
    from django.http import HttpResponse
    from django.test import RequestFactory

    response = HttpResponse()
    link.issue(response, RequestFactory().get("/"), token, row, now)
    client.cookies.update(response.cookies)
    return client, f"/me/{token}/offers/"


def refusals() -> int:
    return lines("access.request.denied")


def lines(verb: str) -> int:
    with system_scope("test"):
        return AuditLine.objects.filter(verb=verb).count()


def test_every_page_for_every_role(cast: Cast) -> None:
    now = datetime.now(UTC)
    offer = acting.sent(cast, now)
    cast.bank.user("hiring_manager", cast.bank.east)
    one = f"/console/offers/{offer.pk}/"
    pages = [one, f"{one}talk/", f"{one}compare/", f"{one}versions/1/letter.pdf"]
    acts = [f"{one}act/", f"{one}save/"]
    for username, status in STAFF.items():
        client, before = as_user(username), refusals()
        assert [client.get(page).status_code for page in pages] == [status] * 4, username
        answers = [client.post(act, {"do": "nothing"}).status_code for act in acts]
        assert answers == ([302, 302] if status == 200 else [403, 403]), username
        assert refusals() - before == (0 if status == 200 else 6), username
        listed = 200 if "hr-" in username else 403
        assert client.get("/console/offers/").status_code == listed, username
        bands = 200 if username == "head_office_hr-HO" else 403
        assert client.get("/console/offers/bands/").status_code == bands, username
        figures = 200 if "hr-" in username or "auditor" in username else 403
        page = client.get("/console/offers/figures/")
        assert page.status_code == figures, username
        if figures == 200:  # who may not open the pool finds the figures in the menu
            entry = re.search(
                r'<a[^>]*href="/console/offers/figures/"[^>]*aria-current', page.content.decode()
            )
            assert bool(entry) == ("auditor" in username), username
    assert lines("hiring.offers.letter.opened") == 2  # by each who may: a document leaves a line
    assert as_user("branch_hr-W").get("/console/offers/").context["rows"] == []
    stranger = Client()
    assert {stranger.get(page).status_code for page in pages} == {404}


def test_the_person_reads_asks_and_nobody_else_does(cast: Cast) -> None:
    from bole.hiring.candidates import services as candidates

    offer = acting.sent(cast, datetime.now(UTC))
    with cast.acting("hr"):
        other = candidates.register(
            unit_id=cast.bank.east.pk, name="别人", email="other@example.org", now=datetime.now(UTC)
        )
    me, mine = as_person(cast.candidate_id, cast.bank.east.pk)
    them, theirs = as_person(other.pk, cast.bank.east.pk)
    pages = ("", "ask/", "sign/", "decline/", "letter.pdf")
    assert [me.get(f"{mine}{offer.pk}/{page}").status_code for page in pages] == [200] * 5
    assert lines("hiring.offers.letter.opened") == 1
    assert [them.get(f"{theirs}{offer.pk}/{page}").status_code for page in pages] == [404] * 5
    assert [Client().get(f"{mine}{offer.pk}/{page}").status_code for page in pages] == [302] * 5
    for act in ("ask", "take-back", "decline", "code", "sign"):
        data = {"version": "1", "words": "更高", "reason": "pay", "code": "000000", "agreed": "yes"}
        assert them.post(f"{theirs}{offer.pk}/{act}/", data).status_code == 404, act
    page = me.get(f"{mine}{offer.pk}/").content.decode()
    assert "¥7,200" in page
    assert f"sha256={offer.pk}" not in page
    asked = me.post(
        f"{mine}{offer.pk}/ask/",
        {
            "version": "1",
            "field": ["starts_on", "pay.base"],
            "wanted": ["", "5500"],
            "why": ["", ""],
            "words": "",
        },
    )
    assert asked.status_code == 302
    twice = me.post(f"{mine}{offer.pk}/ask/", {"version": "1", "words": "再问一次"})
    assert twice.status_code == 409
    with cast.acting("hr"):
        assert queries.get(offer.pk).state == "asked"
        assert queries.get(offer.pk).opened_at is not None
    assert me.post(f"{mine}{offer.pk}/take-back/").status_code == 302


def form_of(page: Any) -> dict[str, Any]:
    """What a browser would send back of the editor."""
    form, lines = page.context["form"], page.context["lines"]
    data = {name: "" if form[name].value() is None else form[name].value() for name in form.fields}
    data |= {f"pay-{name}": value for name, value in lines.management_form.initial.items()}
    for one in lines:
        data |= {one.add_prefix(name): one[name].value() or "" for name in one.fields}
    return {name: value for name, value in data.items() if value is not False}


def test_the_editor_refuses_with_the_article_and_keeps_what_was_typed(cast: Cast) -> None:
    offer = acting.drafted(cast, datetime.now(UTC))
    client, one = as_user("branch_hr-E"), f"/console/offers/{offer.pk}/"
    data = form_of(client.get(one)) | {"probation_months": "7", "submit": "1"}
    for language, said in (("zh-hans", "劳动合同法"), ("en", "Labour Contract Law §19")):
        client.cookies["bole_language"] = language
        refused = client.post(f"{one}save/", data)
        assert refused.status_code == 422
        assert said in refused.content.decode()
        assert refused.context["form"]["probation_months"].value() == "7"
        data = form_of(client.get(one)) | {"probation_months": "7", "submit": "1"}
    junk = client.post(f"{one}save/", data | {"pay-0-amount": "1e9x", "starts_on": "gestern"})
    assert junk.status_code == 422
    lost = client.post(f"{one}save/", data | {"revision": "1"})
    assert lost.status_code == 409  # somebody saved in the meantime: it was us
    manager = cast.bank.user("hiring_manager", cast.bank.east)
    stranger = cast.bank.user("hiring_manager", cast.bank.west)
    rest = {"probation_months": "6", "submit": "1"}
    nobody = client.post(f"{one}save/", form_of(client.get(one)) | rest | {"manager": str(stranger.pk)})
    assert nobody.status_code == 422
    fine = client.post(f"{one}save/", form_of(client.get(one)) | rest | {"manager": str(manager.pk)})
    assert fine.status_code == 302
    with system_scope("test"):
        version = Version.objects.get(offer_id=offer.pk)
        assert (version.state, version.terms["probation"]["months"]) == ("waiting", 6)
        assert version.terms["manager"] == str(manager.pk)
        assert Offer.objects.get(pk=offer.pk).owner_id == cast.hr.id
