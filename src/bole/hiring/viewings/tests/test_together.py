"""Several people, one recording: who may, what each is told, what is written down."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests.support.bank import log_in

from bole.foundation.access.actors import acting_as, system_scope
from bole.foundation.access.models import User
from bole.foundation.audit.models import AuditLine
from bole.foundation.events import live
from bole.hiring.conftest import NOW, Answered
from bole.hiring.interviews import services as interviewing
from bole.hiring.viewings import holding, queries, services
from bole.hiring.viewings.models import Viewing
from bole.kernel.errors import ConflictError, InvalidError
from bole.kernel.ids import new_id

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    found: list[Any] = []
    monkeypatch.setattr(live, "notify", lambda topic, id, unit_id=None: found.append((topic, id)))
    return found


@pytest.fixture
def viewing(answered: Answered, told: list[Any]) -> Viewing:
    with answered.cast.acting("hr"):
        return services.open(
            interview_id=answered.taking.id,
            user_ids=[answered.cast.interviewer.id, answered.cast.chief.id],
            now=NOW,
        )


def lines(what: str) -> int:
    with system_scope("test"):
        return AuditLine.objects.filter(verb=f"hiring.viewings.viewing.{what}").count()


def test_people_join_are_seen_and_move_it_for_all(
    answered: Answered, viewing: Viewing, told: list[Any]
) -> None:
    cast = answered.cast
    with cast.acting("interviewer"):
        with pytest.raises(ConflictError) as early:
            services.control(viewing_id=viewing.pk, do="play", now=NOW)
        assert early.value.code == "not_there"
        services.join(viewing_id=viewing.pk, now=NOW)
        services.join(viewing_id=viewing.pk, now=NOW)
        services.control(viewing_id=viewing.pk, do="play", now=NOW, position=2.0)
        again = services.control(viewing_id=viewing.pk, do="play", now=NOW + timedelta(seconds=1))
        assert again.version == 2
    ten = NOW + timedelta(seconds=10)
    with cast.acting("chief"):
        services.join(viewing_id=viewing.pk, now=ten)
        state = queries.state(queries.get(viewing.pk), ten)
        assert len(state["present"]) == 2
        assert state["now"] - state["at"] + state["position"] == 12.0  # a late joiner jumps here
        assert json.dumps(state)
        services.control(viewing_id=viewing.pk, do="pause", now=ten)
        paused = queries.state(queries.get(viewing.pk), ten + timedelta(seconds=30))
        assert (paused["playing"], paused["position"]) == (False, 12.0)
        assert paused["present"] == []  # nobody said so for half a minute
    assert (lines("joined"), lines("led"), lines("opened")) == (2, 2, 1)
    assert set(told) == {("viewing", viewing.pk)}
    with cast.acting("interviewer"):
        services.control(viewing_id=viewing.pk, do="pause", now=NOW)
        services.beat(viewing_id=viewing.pk, now=NOW + timedelta(seconds=20))
        services.leave(viewing_id=viewing.pk, now=NOW + timedelta(seconds=20))
        [mine] = [one for one in queries.watchers(viewing.pk) if one.user_id == cast.interviewer.id]
        assert mine.seen_at is None


def test_what_was_played_while_there_counts_as_watched(answered: Answered, viewing: Viewing) -> None:
    with answered.cast.acting("interviewer"):
        services.join(viewing_id=viewing.pk, now=NOW)
        services.control(viewing_id=viewing.pk, do="play", now=NOW)
        for seconds in (10, 20, 80, 90):  # a minute's gap does not count
            services.beat(viewing_id=viewing.pk, now=NOW + timedelta(seconds=seconds))
        [mine] = [one for one in queries.watchers(viewing.pk) if one.seconds]
    assert mine.seconds == 30.0


def test_opened_twice_is_one_and_each_panel_has_its_own(answered: Answered, viewing: Viewing) -> None:
    panel = new_id()
    with answered.cast.acting("hr"):
        facts = {"interview_id": answered.taking.id, "user_ids": [answered.cast.hr.id], "now": NOW}
        assert services.open(**facts).pk == viewing.pk
        first = services.open(**facts, panel_id=panel, link="/console/panels/1/")
        assert services.open(**facts, panel_id=panel).pk == first.pk != viewing.pk
        found = queries.of(answered.taking.id, panel)
        assert found is not None
        assert found.link == "/console/panels/1/"
        with pytest.raises(InvalidError):
            services.open(**{**facts, "user_ids": [answered.cast.west_hr.id]})


# who → may he see the room, join, move it; and the machine's answer to each address
WHO = {
    "hr": 200,
    "chief": 200,
    "interviewer": 200,
    "stranger": 403,  # an interviewer of the branch who was not assigned
    "manager": 403,
    "west_hr": 403,
    "auditor": 403,
    "it_admin": 403,
}


def test_who_may_watch(answered: Answered, viewing: Viewing) -> None:
    cast, seen = answered.cast, {}
    users = {
        **{name: User.objects.get(pk=getattr(cast, name).id) for name in WHO if hasattr(cast, name)},
        "stranger": cast.bank.user("interviewer", cast.bank.east, "stranger"),
        "manager": cast.bank.user("hiring_manager", cast.bank.east, "manager"),
    }
    part = str(viewing.answer_id)
    for name, user in users.items():
        client = Client()
        log_in(client, user)
        here = f"/console/viewings/{viewing.pk}/"
        answers = [
            client.get(f"{here}{path}").status_code for path in ("", "state/", f"media/{part}/", "live/")
        ]
        answers += [client.post(f"{here}{path}").status_code for path in ("join/", "beat/")]
        answers.append(client.post(f"{here}control/", {"do": "seek", "position": "3"}).status_code)
        answers.append(client.post(f"{here}leave/").status_code - 4 * (answers[0] == 200))
        seen[name] = set(answers)
    assert seen == {name: {status} for name, status in WHO.items()}
    stranger = Client().get(f"/console/viewings/{viewing.pk}/")
    assert stranger.status_code == 404
    with system_scope("test"):
        assert AuditLine.objects.filter(verb="access.request.denied").count() >= 5 * 8


def test_the_page_and_its_answers(answered: Answered, viewing: Viewing) -> None:
    client = Client()
    log_in(client, User.objects.get(pk=answered.cast.interviewer.id))
    here = f"/console/viewings/{viewing.pk}/"
    page = client.get(here).content.decode()
    assert "viewing-data" in page
    assert "林小禾" not in page  # a number: who watches rates blind
    sources = client.get(f"{here}media/{viewing.answer_id}/").json()["sources"]
    assert len(sources) == 1
    assert sources[0]["url"].startswith("/files/")
    assert client.get(f"{here}media/{new_id()}/").status_code == 403  # the room exists, the answer does not
    client.post(f"{here}join/")
    for body, status in (
        ({"do": "seek", "position": "abc"}, 422),
        ({"do": "seek", "position": "-1"}, 422),
        ({"do": "dance"}, 422),
        ({"do": "answer", "answer": str(new_id())}, 422),
        ({"do": "answer", "answer": "x"}, 422),
        ({"do": "seek", "position": "3.5"}, 200),
    ):
        assert client.post(f"{here}control/", body).status_code == status, body
    assert client.get(f"{here}state/").json()["position"] == 3.5
    assert client.get(f"{here}control/").status_code == 405


def test_everybody_of_a_panel_comes_into_the_same_room(answered: Answered, viewing: Viewing) -> None:
    panel, rooms = new_id(), set()
    for who in ("interviewer", "hr"):
        client = Client()
        log_in(client, User.objects.get(pk=getattr(answered.cast, who).id))
        body = {"about": str(panel), "link": "/console/panels/1/card/"}
        opened = client.post(f"/console/interviews/{answered.taking.id}/together/", body)
        rooms.add(opened["Location"])
        assert "/console/panels/1/card/" in client.get(opened["Location"]).content.decode()
    assert len(rooms) == 1
    elsewhere = {"about": str(new_id()), "link": "https://evil.example/console/"}
    opened = client.post(f"/console/interviews/{answered.taking.id}/together/", elsewhere)
    assert "evil.example" not in client.get(opened["Location"]).content.decode()
    junk = client.post(f"/console/interviews/{answered.taking.id}/together/", {"about": "x"})
    assert junk.status_code in {403, 404}


def test_an_interview_taken_away_closes_the_room(answered: Answered, viewing: Viewing) -> None:
    """A right lost in mid-play ends at the next question to the server."""
    from bole.hiring.interviews.models import InterviewAssignment

    client = Client()
    log_in(client, User.objects.get(pk=answered.cast.interviewer.id))
    assert client.get(f"/console/viewings/{viewing.pk}/state/").status_code == 200
    with system_scope("test"):
        InterviewAssignment.objects.filter(user_id=answered.cast.interviewer.id).delete()
    assert client.get(f"/console/viewings/{viewing.pk}/state/").status_code == 403


def test_it_goes_with_the_person(answered: Answered, viewing: Viewing) -> None:
    with answered.cast.acting("interviewer"):
        services.join(viewing_id=viewing.pk, now=NOW)
    with system_scope("test"):
        [shown] = holding.export(answered.cast.candidate_id)["watched_together"]
        assert shown["people"] == 1
        assert holding.erase(answered.cast.candidate_id, NOW) == 1
        assert holding.erase(answered.cast.candidate_id, NOW) == 0


def test_without_a_recording_there_is_nothing_to_watch(invited: Any, told: list[Any]) -> None:
    with invited.cast.acting("hr"), pytest.raises(ConflictError) as refused:
        services.open(interview_id=invited.id, user_ids=[], now=NOW)
    assert refused.value.code == "nothing_recorded"
    with acting_as(invited.cast.hr):
        interviewing.assign(interview_id=invited.id, user_id=invited.cast.interviewer.id, now=NOW)
    client = Client()
    log_in(client, User.objects.get(pk=invited.cast.interviewer.id))
    assert client.post(f"/console/interviews/{invited.id}/together/").status_code == 302
