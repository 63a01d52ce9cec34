"""Orders of the list: both ways, over pages, kept in the address, and nothing to be learnt by them."""

import re
from typing import Any

import pytest

from bole.foundation.access.actors import system_scope
from bole.hiring.assessment import services
from bole.hiring.conftest import NOW, Cast, Invited
from bole.hiring.interviews.models import Interview
from bole.kernel.ids import new_id
from bole.web.console.tests.people import enter
from bole.web.console.tests.test_list import copies

pytestmark = pytest.mark.django_db
KEYS = ("number", "job", "unit", "state", "score", "time")


def shown(page: str) -> list[str]:
    return re.findall(r'data-row-id="([^"]+)"', page)


def whole(client: Any, url: str) -> list[str]:
    """The ids of every page, in order."""
    found: list[str] = []
    while True:
        page = client.get(url).content.decode()
        found += shown(page)
        following = re.search(r'href="(\?[^"]*after=[^"]+)"', page)
        if not following:
            return found
        url = "/console/" + following[1].replace("&amp;", "&")


@pytest.mark.parametrize("key", KEYS)
def test_both_ways_over_pages_lose_and_double_nothing(
    invited: Invited, key: str, django_assert_max_num_queries: Any
) -> None:
    copies(invited, 30, state="finished")
    copies(invited, 30, state="expired")
    client = enter(invited.cast, "hr")
    for asked in (key, f"-{key}"):
        ids = whole(client, f"/console/?sort={asked}")
        assert len(ids) == len(set(ids)) == 61
    with django_assert_max_num_queries(15):
        client.get(f"/console/?sort={key}")


def test_states_stand_in_the_order_of_an_interview_s_life(invited: Invited) -> None:
    copies(invited, 2, state="finished")
    copies(invited, 2, state="opened")
    with system_scope("test"):
        state_of = {str(pk): state for pk, state in Interview.objects.values_list("pk", "state")}
    client = enter(invited.cast, "hr")
    up = [state_of[one] for one in shown(client.get("/console/?sort=state").content.decode())]
    assert up == ["invited", "opened", "opened", "finished", "finished"]
    down = [state_of[one] for one in shown(client.get("/console/?sort=-state").content.decode())]
    assert down == up[::-1]


def test_the_order_is_said_and_kept_by_filters_and_tabs(invited: Invited) -> None:
    copies(invited, 60)
    page = enter(invited.cast, "hr").get("/console/?sort=number&state=invited").content.decode()
    assert 'aria-sort="ascending"' in page
    assert 'href="?sort=-number&amp;state=invited"' in page  # once more: the other way round
    assert 'href="?state=finished&amp;sort=number"' in page  # a tab
    assert '<input type="hidden" name="sort" value="number">' in page  # the filter form


@pytest.mark.parametrize("asked", ["nonsense", "candidate__name", "-", "--score", "score;"])
def test_an_unknown_order_is_the_newest_first(invited: Invited, asked: str) -> None:
    copies(invited, 3)
    client = enter(invited.cast, "hr")
    assert shown(client.get("/console/", {"sort": asked}).content.decode()) == shown(
        client.get("/console/").content.decode()
    )


def test_a_cursor_of_another_order_is_refused(invited: Invited) -> None:
    copies(invited, 60)
    client = enter(invited.cast, "hr")
    page = client.get("/console/?sort=number").content.decode()
    cursor = re.search(r"after=([^&\"]+)", page)
    assert cursor
    assert client.get(f"/console/?sort=state&after={cursor[1]}").status_code == 422
    assert client.get(f"/console/?after={cursor[1]}").status_code == 422


def test_sorting_by_score_puts_what_a_rater_may_not_know_last(report: Any, cast: Cast) -> None:
    with system_scope("test"):
        one = Interview.objects.get(pk=report.interview_id)
        one.pk, one.token_hash = new_id(), "other"  # a later interview without a report
        one.save(force_insert=True)
    by_score = "/console/?sort=-score"
    assert shown(enter(cast, "chief").get(by_score).content.decode())[0] == str(report.interview_id)
    with cast.acting("hr"):
        services.start_review(report_id=report.pk, now=NOW)
    blind = shown(enter(cast, "hr").get(by_score).content.decode())
    assert blind == sorted(blind, reverse=True)  # as if neither had a score: the newest first
    assert "sort=-score" not in enter(cast, "interviewer").get("/console/").content.decode()
