"""The pages: who comes in, what a blind member finds at any address, what a click does."""

import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.support.bank import Bank, log_in

from bole.foundation.access.actors import system_scope
from bole.foundation.access.models import User
from bole.foundation.audit.models import AuditLine
from bole.hiring.assessment import queries as assessment
from bole.hiring.assessment.models import Report
from bole.hiring.conftest import NOW, Answered
from bole.hiring.panels import queries, services
from bole.hiring.panels.models import Card, Panel, ScoresRule
from bole.hiring.panels.tests.cast import KEYS, LATER, entries, opened, revealed, submitted
from bole.kernel.errors import DeniedError

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("soon")]
INLINE = re.compile(r"<[^>]+\s(?:style|on[a-z]+)\s*=", re.IGNORECASE)


def enter(client: Client, user_id: Any) -> Client:
    log_in(client, User.objects.get(pk=user_id))
    return client


def posted(*levels: int) -> dict[str, str]:
    data = {f"level-{key}": str(level) for key, level in zip(KEYS, levels, strict=True)}
    data |= {f"evidence-{key}": "先道歉，再给出三步办法" for key in KEYS}
    return data | {"recommendation": "advance", "comment": "总体可以"}


def refusals() -> int:
    with system_scope("test"):
        return AuditLine.objects.filter(verb="access.request.denied").count()


def test_who_comes_in(client: Client, answered: Answered, report: Report, bank: Bank) -> None:
    """Role by role: list, guide, panel, card, cards together, setting; a refusal leaves a line."""
    cast = answered.cast
    panel = opened(cast)
    addresses = {
        "list": reverse("panels:list"),
        "guide": reverse("panels:guide", args=[cast.application_id]),
        "one": reverse("panels:one", args=[panel.pk]),
        "card": reverse("panels:card", args=[panel.pk]),
        "together": reverse("panels:together", args=[panel.pk]),
        "setting": reverse("panels:setting"),
    }
    other = bank.user("interviewer", bank.east, "other-interviewer")
    manager = bank.user("hiring_manager", bank.east)
    expected = {  # 302: the guide of a running panel leads to it, cards are not together yet
        cast.chief.id: {"list": 200, "guide": 302, "one": 200, "card": 200, "together": 302, "setting": 200},
        cast.hr.id: {"list": 200, "guide": 302, "one": 200, "card": 200, "together": 302, "setting": 403},
        cast.interviewer.id: {
            "list": 200, "guide": 403, "one": 200, "card": 200, "together": 302, "setting": 403,
        },
        other.pk: dict.fromkeys(addresses, 403) | {"list": 200},
        cast.west_hr.id: dict.fromkeys(addresses, 403) | {"list": 200},
        manager.pk: dict.fromkeys(addresses, 403) | {"list": 200},
        cast.auditor.id: dict.fromkeys(addresses, 403),
        cast.it_admin.id: dict.fromkeys(addresses, 403),
    }  # fmt: skip
    found = {}
    for user_id in expected:
        enter(client, user_id)
        found[user_id] = {name: client.get(address).status_code for name, address in addresses.items()}
    names = {user.pk: user.username for user in User.objects.all()}
    assert {names[key]: value for key, value in found.items()} == {
        names[key]: value for key, value in expected.items()
    }
    assert refusals() >= sum(code == 403 for row in expected.values() for code in row.values())
    check_seat_of_manager(client, cast, panel, manager.pk, addresses, report)
    client.logout()
    assert client.get(addresses["one"]).status_code in {302, 404}  # a candidate has no session here
    with system_scope("test"):
        assert list(queries.visible_to(answered_candidate(answered))) == []


def check_seat_of_manager(
    client: Client, cast: Any, panel: Panel, user_id: Any, addresses: dict[str, str], report: Report
) -> None:
    """A hiring manager who sits there reads and rates like an interviewer, until he is excused."""
    inside = {
        "one": addresses["one"],
        "card": addresses["card"],
        "report": reverse("assessment:report", args=[report.pk]),
        "interview": reverse("console:interview", args=[report.interview_id]),
    }
    enter(client, user_id)
    seen = []
    for act in (
        lambda: None,
        lambda: services.add_member(panel_id=panel.pk, user_id=user_id, now=LATER),
        lambda: services.excuse(panel_id=panel.pk, user_id=user_id, why="出差两周", now=LATER),
    ):
        with cast.acting("hr"):
            act()
        codes = {name: client.get(address).status_code for name, address in inside.items()}
        codes["watch"] = client.post(reverse("viewings:begin", args=[report.interview_id])).status_code
        seen.append(codes)
    allowed = dict.fromkeys(inside, 200) | {"watch": 302}
    refused = dict.fromkeys([*inside, "watch"], 403)
    assert seen == [refused, allowed, refused]


def answered_candidate(answered: Answered) -> Any:
    from bole.foundation.access.actors import Actor

    return Actor(kind="candidate", candidate_id=answered.cast.candidate_id)


def test_a_blind_member_finds_no_score_at_any_address(
    client: Client, answered: Answered, report: Report
) -> None:
    """Head office's HR on a panel: every page that shows a machine's figure, before and after his card."""
    cast = answered.cast
    panel = opened(cast)
    with system_scope("test"):
        total = f"{float(report.total or 0):g}"
        body = assessment.report_for(system_actor(), report.pk).body
    figures = {total, *(f"{c['score']:g}" for c in body["competencies"] if c["score"] is not None)}
    addresses = [
        reverse("panels:list"),
        reverse("panels:one", args=[panel.pk]),
        reverse("panels:card", args=[panel.pk]),
        reverse("assessment:report", args=[report.pk]),
        reverse("assessment:compare") + f"?report={report.pk}",
        reverse("console:list"),
        reverse("console:board"),
        reverse("console:person", args=[cast.candidate_id]),
        reverse("console:interview", args=[report.interview_id]),
        reverse("console:todo"),
    ]
    client = enter(client, cast.chief.id)
    seen = {one: shown(client, one) & figures for one in addresses}
    assert seen == {one: set() for one in addresses}
    assert client.get(reverse("assessment:pdf", args=[report.pk])).status_code == 409
    with cast.acting("chief"):
        assert not list(assessment.ranking(cast.chief, report.requisition_id))
        assert list(queries.ratings_for_statistics(cast.chief)) == []
    submitted(cast, panel, "chief", 3, 3, 3, 3)
    assert total in shown(client, reverse("assessment:report", args=[report.pk]))
    assert not INLINE.search(client.get(reverse("panels:one", args=[panel.pk])).content.decode())


def shown(client: Client, address: str) -> set[str]:
    """Numbers as they stand in the text of a page, without ids, dates and styles."""
    answer = client.get(address)
    assert answer.status_code in {200, 302, 422}, (address, answer.status_code)
    text = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", answer.content.decode(), flags=re.S)
    return set(re.findall(r"(?<![\d.:-])\d{2,3}(?:\.\d)?(?![\d.:-])", re.sub(r"<[^>]+>", " ", text)))


def system_actor() -> Any:
    from bole.foundation.access.actors import Actor

    return Actor(kind="system", label="test")


def test_a_card_by_its_page(client: Client, answered: Answered, report: Report) -> None:
    cast = answered.cast
    panel = opened(cast)
    client = enter(client, cast.interviewer.id)
    card, draft = (reverse(f"panels:{name}", args=[panel.pk]) for name in ("card", "draft"))
    partly = {f"level-{KEYS[0]}": "2", f"note-{KEYS[0]}": "<b>记一下</b>", "saves": "0"}
    kept = client.post(draft, partly, headers={"HX-Request": "true"}).content.decode()
    assert 'name="saves" value="1"' in kept
    assert "problem" in client.post(draft, partly, headers={"HX-Request": "true"}).content.decode()  # older
    material = client.get(reverse("panels:one", args=[panel.pk])).content.decode()
    assert reverse("viewings:begin", args=[report.interview_id]) in material
    assert reverse("assessment:report", args=[report.pk]) in material
    assert "让您等了四十分钟" in material  # the answers are open
    page = client.get(card).content.decode()
    assert "&lt;b&gt;记一下" in page
    assert not INLINE.search(page)
    missing = client.post(card, partly | {"comment": "还没写完"})
    assert missing.status_code == 422
    assert "还没写完" in missing.content.decode()
    junk = client.post(card, posted(2, 3, 3, 4) | {f"level-{KEYS[0]}": "9"})
    assert junk.status_code == 422
    with system_scope("test"):
        assert not Card.objects.filter(submitted_at__isnull=False).exists()
    for _ in range(2):  # a double click
        assert client.post(card, posted(2, 3, 3, 4)).status_code == 302
    with system_scope("test"):
        assert Card.objects.filter(submitted_at__isnull=False).count() == 1
    panel = revealed(answered, panel)
    together = client.get(reverse("panels:together", args=[panel.pk])).content.decode()
    assert "需要讨论" in together or "to be discussed" in together
    assert not INLINE.search(together)
    refused = client.post(reverse("panels:close", args=[panel.pk]), {"decision": "advance", "version": "9"})
    assert refused.status_code == 403  # he does not lead
    client = enter(client, cast.hr.id)
    agreed = {"competency": KEYS[0], "level": "4", "reason": "例子足够具体"}
    client.post(reverse("panels:agree", args=[panel.pk]), agreed)
    with system_scope("test"):
        version = queries.get(panel.pk).application.version
    closing = {"decision": "advance", "to": "background_check", "version": str(version)}
    for _ in range(2):
        client.post(reverse("panels:close", args=[panel.pk]), closing)
    with system_scope("test"):
        found = Panel.objects.get()
        assert (found.state, found.decision) == ("closed", "advanced")
    for name in ("one", "together"):
        assert client.get(reverse(f"panels:{name}", args=[panel.pk])).status_code == 200
    person = client.get(reverse("console:person", args=[cast.candidate_id])).content.decode()
    assert reverse("panels:one", args=[panel.pk]) in person


def test_the_bank_may_show_scores_first_and_that_is_written_down(
    answered: Answered, report: Report, client: Client
) -> None:
    cast = answered.cast
    with cast.acting("hr"), pytest.raises(DeniedError):
        services.set_scores_open(scores_open=True, reason="试点三个月", now=NOW)
    client = enter(client, cast.chief.id)
    client.post(reverse("panels:setting"), {"scores_open": "on", "reason": ""})
    with system_scope("test"):
        assert not ScoresRule.objects.exists()
    client.post(reverse("panels:setting"), {"scores_open": "on", "reason": "试点三个月"})
    panel = opened(cast)
    with cast.acting("interviewer"):
        assert not assessment.report_for(cast.interviewer, report.pk).hidden
        assert not services.save_draft(panel_id=panel.pk, entries=entries(3, 3, 3, 3), now=LATER).blind
    with system_scope("test"):
        line = AuditLine.objects.get(verb="hiring.panels.setting.changed")
        assert line.actor_id == cast.chief.id
        assert json.loads(line.details) == {"scores_open": True}
