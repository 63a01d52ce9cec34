"""The board: columns of the process, what to do next on every card, and the same board as a fragment."""

import re
from typing import Any

import pytest
from django.urls import reverse

from bole.hiring.conftest import Cast, Invited
from bole.web.console import board
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
    assert 'data-page="board"' in whole
    assert "application" in re.search(r'data-topics="([^"]+)"', whole)[1].split()  # type: ignore[index]  # it is there


def test_who_may_not_move_gets_no_menu_and_no_way_to_the_person(cast: Cast) -> None:
    page = enter(cast, "interviewer").get(BOARD).content.decode()
    assert "card-menu" not in page
    assert "draggable" not in page
    assert reverse("console:person", args=[cast.candidate_id]) not in page


@pytest.mark.parametrize(("hours", "words"), [(0.5, "不到 1 小时"), (5, "5 小时"), (50, "2 天")])
def test_stretches_of_time(hours: float, words: str) -> None:
    assert board.days(hours * 3600) == words
