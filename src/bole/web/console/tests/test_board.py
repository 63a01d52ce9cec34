"""The board: columns of the process, what to do next on every card, and the same board as a fragment."""

import csv
import io
import json
import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from bole.foundation.access.actors import system_scope
from bole.foundation.audit.models import AuditLine
from bole.hiring.candidates.models import Candidate
from bole.hiring.conftest import NOW, Cast, Invited
from bole.hiring.pipeline.models import Application, Transition
from bole.hiring.worklists import services as worklists
from bole.hiring.worklists.models import BulkRun
from bole.kernel.clock import utc_now
from bole.web.console import board, board_list
from bole.web.console.tests.people import enter

pytestmark = pytest.mark.django_db
BOARD = "/console/board/"


def test_cards_stand_in_the_order_of_the_process(cast: Cast, django_assert_max_num_queries: Any) -> None:
    client = enter(cast, "hr")
    client.get(BOARD)
    with django_assert_max_num_queries(15):
        page = client.get(BOARD).content.decode()
    assert (
        page.index('data-column="screening"')
        < page.index("林小禾")
        < page.index('data-column="ai_interview"')
    )
    assert 'data-to="ai_interview' in page
    assert "林小禾" not in enter(cast, "west_hr").get(BOARD).content.decode()


def test_a_card_says_what_to_do_next_and_leads_there(cast: Cast) -> None:
    page = enter(cast, "hr").get(BOARD).content.decode()
    assert f"?application={cast.application_id}" in page
    assert "邀请面试" in page
    assert reverse("console:person", args=[cast.candidate_id]) in page


def test_an_invited_candidate_s_card_leads_to_the_interview(invited: Invited) -> None:
    page = enter(invited.cast, "hr").get(BOARD).content.decode()
    assert f'href="{reverse("console:interview", args=[invited.id])}"' in page
    assert "已邀请" in page


def test_a_reported_candidate_s_card_shows_total_and_leads_to_the_report(report: Any, cast: Cast) -> None:
    page = enter(cast, "hr").get(BOARD).content.decode()
    assert f'href="{reverse("assessment:report", args=[report.pk])}"' in page
    assert f"<bdi>{report.total}</bdi>" in page


def test_the_live_page_reads_the_columns_alone(cast: Cast) -> None:
    part = enter(cast, "hr").get(BOARD, headers={"HX-Request": "true"}).content.decode()
    assert part.strip().startswith('<div id="board"')
    assert "<html" not in part
    whole = enter(cast, "hr").get(BOARD).content.decode()
    assert f'data-cards="{reverse("console:board-cards")}"' in whole
    assert "application" in re.search(r'data-topics="([^"]+)"', whole)[1].split()  # type: ignore[index]  # it is there


def test_who_may_not_move_gets_no_menu_and_no_way_to_the_person(cast: Cast) -> None:
    page = enter(cast, "interviewer").get(BOARD).content.decode()
    assert "card-menu" not in page
    assert 'data-to=""' in page
    assert "data-pick" not in page
    assert reverse("console:person", args=[cast.candidate_id]) not in page


@pytest.mark.parametrize(("hours", "words"), [(0.5, "不到 1 小时"), (5, "5 小时"), (50, "2 天")])
def test_stretches_of_time(hours: float, words: str) -> None:
    assert board.days(hours * 3600) == words


def copies(cast: Cast, count: int, **more: Any) -> list[Application]:
    """More people of the same opening."""
    with system_scope("test"):
        person = Candidate.objects.get(pk=cast.candidate_id)
        one = Application.objects.get(pk=cast.application_id)
        people, applications = [], []
        for number in range(count):
            copy = Candidate(unit=person.unit, number=f"K-{number:04d}", name=f"复{number}", created_at=NOW)
            made = Application(
                unit=one.unit,
                candidate=copy,
                requisition=one.requisition,
                process_key=one.process_key,
                stage="screening",
                stage_since=NOW + timedelta(minutes=number),
                created_at=NOW,
            )
            for name, value in more.items():
                setattr(made, name, value)
            people.append(copy)
            applications.append(made)
        Candidate.objects.bulk_create(people)
        return Application.objects.bulk_create(applications)


def move(client: Client, application_id: Any, **fields: Any) -> Any:
    return client.post(reverse("console:board-move", args=[application_id]), fields)


def test_columns_are_paged_and_counts_agree_with_the_list(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    copies(cast, 60)
    copies_late = copies_of_late(cast)
    with system_scope("test"):
        Application.objects.filter(pk=cast.application_id).update(due_at=None)
    client = enter(cast, "hr")
    client.get(BOARD)
    with django_assert_max_num_queries(17):  # two of them tell the database who asks
        page = client.get(BOARD).content.decode()
    assert page.count("data-card=") == 25
    assert "data-count>64<" in page
    after = re.search(r'data-after="([^"]+)"', page)
    assert after
    job = {"job": cast.requisition_id, "column": "screening", "after": after[1]}
    more = client.get(reverse("console:board-column"), job).content.decode()
    first, second = (set(re.findall(r'data-card="([^"]+)"', text)) for text in (page, more))
    assert (len(second), first & second) == (25, set())
    listed = client.get(reverse("console:board-list"), {"job": cast.requisition_id}).content.decode()
    assert 'data-total="64"' in listed
    late = client.get(reverse("console:board-list"), {"late": "on"}).content.decode()
    assert 'data-total="3"' in late
    assert all(str(one.pk) in late for one in copies_late)
    assert "复3" not in enter(cast, "west_hr").get(reverse("console:board-list")).content.decode()


def copies_of_late(cast: Cast) -> list[Application]:
    with system_scope("test"):
        found = []
        for number in range(3):
            person = Candidate.objects.create(
                unit=cast.bank.east, number=f"L-{number}", name=f"迟{number}", created_at=NOW
            )
            found.append(
                Application.objects.create(
                    unit=cast.bank.east,
                    candidate=person,
                    requisition_id=cast.requisition_id,
                    process_key="bank-standard",
                    stage="screening",
                    stage_since=NOW,
                    created_at=NOW,
                    due_at=utc_now() - timedelta(hours=3),
                )
            )
        return found


def test_the_faster_one_wins_and_the_slower_one_is_told(cast: Cast) -> None:
    fast, slow = enter(cast, "chief"), enter(cast, "hr")
    assert move(fast, cast.application_id, to="ai_interview", version=1).status_code == 200
    lost = move(slow, cast.application_id, to="ai_interview", version=1)
    assert lost.status_code == 409
    told = lost.json()
    assert "刚把 林小禾 移到了AI 面试" in told["message"]
    assert told["cards"][str(cast.application_id)]["stage"] == "ai_interview"
    assert 'data-version="2"' in told["cards"][str(cast.application_id)]["html"]
    assert told["heads"]["ai_interview"][0] == 1
    with system_scope("test"):
        assert Transition.objects.filter(application_id=cast.application_id).count() == 1


def test_a_move_needs_its_right_its_reason_and_a_way(cast: Cast) -> None:
    hr = enter(cast, "hr")
    assert move(hr, cast.application_id, to="closed", version=1).status_code == 422
    assert move(hr, cast.application_id, to="panel", version=1).status_code == 409
    assert move(hr, cast.application_id, to="ai_interview", version="x").status_code == 422
    assert move(enter(cast, "west_hr"), cast.application_id, to="ai_interview", version=1).status_code == 403
    assert (
        move(enter(cast, "interviewer"), cast.application_id, to="ai_interview", version=1).status_code == 403
    )
    ended = move(hr, cast.application_id, to="closed", version=1, reason="opening_filled")
    assert (ended.status_code, ended.json()["heads"]) == (200, {"closed": [1, 0]})
    assert move(hr, cast.application_id, to="ai_interview", version=2).status_code == 409


def test_changed_cards_are_read_alone(invited: Invited) -> None:
    cast, client = invited.cast, enter(invited.cast, "hr")
    asked = {"job": cast.requisition_id, "id": [str(invited.id), str(uuid4())]}
    found = client.get(reverse("console:board-cards"), asked).json()
    assert list(found["cards"]) == [str(cast.application_id)]  # by the interview's id
    assert "已邀请" in found["cards"][str(cast.application_id)]["html"]
    narrowed = client.get(reverse("console:board-cards"), {**asked, "stage": "panel"}).json()
    assert narrowed["cards"] == {}
    assert client.get(reverse("console:board-cards"), {**asked, "id": "x"}).status_code == 422
    other = enter(cast, "west_hr").get(reverse("console:board-cards"), asked)
    assert other.status_code in (403, 404)


def test_many_at_once_by_form_and_what_became_of_each(cast: Cast) -> None:
    ones = copies(cast, 3)
    client, key = enter(cast, "hr"), uuid4()
    form = {
        "key": key,
        "action": "decline",
        "reason": "opening_filled",
        "chosen": [f"{one.pk}~1" for one in ones],
        f"reason-{ones[0].pk}": "not_reachable",
    }
    began = client.post(reverse("console:board-many"), form, headers={"Accept": "application/json"}).json()
    again = client.post(reverse("console:board-many"), form, headers={"Accept": "application/json"}).json()
    assert began == again  # a double click
    with system_scope("test"):
        worklists.work(run_id=BulkRun.objects.get().pk, now=utc_now())
        reasons = Transition.objects.filter(to_stage="closed").values_list("application_id", "reason")
        assert dict(reasons)[ones[0].pk] == "not_reachable"
        assert dict(reasons)[ones[1].pk] == "opening_filled"
    page = client.get(began["url"]).content.decode()
    assert 'data-state="done"' in page
    assert "已完成 3 / 3" in page
    assert enter(cast, "chief").get(began["url"]).status_code in (403, 404)  # somebody else's run
    broken = {**form, "key": uuid4(), "chosen": ["nonsense"]}
    assert client.post(reverse("console:board-many"), broken).status_code == 422


def test_words_to_many_are_looked_at_before_anything_is_sent(cast: Cast) -> None:
    ones, page = copies(cast, 24), reverse("console:board-message")
    client, key = enter(cast, "hr"), str(uuid4())
    said = {
        "key": key,
        "template": "note",
        "subject_zh": "安排",
        "text_zh": "请您周三到${unit}。",
        "filters": "q=",
    }
    wrong = client.post(page, {**said, "text_zh": "请你到${where}。", "do": "look"})
    assert wrong.status_code == 422
    assert "${where}" in wrong.content.decode()
    looked = client.post(page, {**said, "do": "look"}).content.decode()
    assert "请您周三到" in looked
    assert 'name="typed"' in looked, "the number is typed for more than twenty"
    assert client.post(page, {**said, "do": "send"}).status_code == 200
    assert client.post(page, {**said, "do": "send", "typed": "3"}).status_code == 200
    assert not BulkRun.objects.exists(), "nothing was sent so far"
    for _click in range(2):
        began = client.post(page, {**said, "do": "send", "typed": str(len(ones) + 1)})
        assert began.status_code == 302
    with system_scope("test"):
        run = BulkRun.objects.get()
        assert (run.action, run.total) == ("message", len(ones) + 1)
        worklists.work(run_id=run.pk, now=utc_now())
    status = client.get(began["Location"]).content.decode()
    assert "run-ways" in status, "each message with what became of it"
    few = {**said, "key": str(uuid4()), "chosen": [f"{ones[0].pk}~1"], "do": "look"}
    del few["filters"]
    assert client.post(page, few).status_code == 200
    assert enter(cast, "west_hr").post(page, few).status_code == 302, "next door there is nobody to write to"
    assert enter(cast, "interviewer").post(page, few).status_code == 403


def test_the_list_in_every_order_page_by_page(cast: Cast) -> None:
    copies(cast, 70)
    client = enter(cast, "hr")
    for order in [f"{sign}{key}" for key in board_list.ORDERS for sign in ("", "-")]:
        address, seen = {"sort": order}, []
        for _page in range(2):
            page = client.get(reverse("console:board-list"), address).content.decode()
            seen += re.findall(r'<tr data-card="([^"]+)"', page)
            after = re.search(r"after=([A-Za-z0-9_=-]+)", page)
            address = {"sort": order, "after": after[1] if after else ""}
        assert len(seen) == len(set(seen)) == 71, order
    assert client.get(reverse("console:board-list"), {"after": "x", "sort": "stay"}).status_code == 422
    assert client.get(reverse("console:board-list"), {"sort": "nonsense"}).status_code == 200


def test_the_export_is_the_list_and_no_formula(cast: Cast) -> None:
    copies(cast, 2)
    with system_scope("test"):
        person = Candidate.objects.get(number="K-0001")
        person.name = "=1+1"
        person.save(update_fields=["name"])
    answer = enter(cast, "hr").get(reverse("console:board-export"), {"job": cast.requisition_id})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 4
    assert "'=1+1" in {row[1] for row in rows}
    assert enter(cast, "interviewer").get(reverse("console:board-export")).status_code == 403
    with system_scope("test"):
        line = AuditLine.objects.get(verb="hiring.worklists.list.exported")
        assert json.loads(line.details)["rows"] == 3


def test_a_kept_view_is_a_tab_for_the_branch_when_shared(cast: Cast) -> None:
    client = enter(cast, "hr")
    kept = {"title": "久等", "query": "stay=3", "next": BOARD}
    assert client.post(reverse("console:board-views"), kept).headers["Location"] == BOARD
    page = client.get(BOARD).content.decode()
    assert 'href="?stay=3"' in page
    assert "久等" not in enter(cast, "chief").get(BOARD).content.decode()
    view = re.search(r"/console/board/views/([0-9a-f-]{36})/", page)
    assert view
    change = reverse("console:board-view", args=[view[1]])
    assert enter(cast, "chief").post(change, {"wish": "forget"}).status_code in (403, 404)
    client.post(change, {"wish": "share"})
    assert "久等" in enter(cast, "chief").get(BOARD).content.decode()
    assert client.post(change, {"wish": "nonsense"}).status_code == 422
    client.post(change, {"wish": "forget"})
    assert "久等" not in client.get(BOARD).content.decode()
