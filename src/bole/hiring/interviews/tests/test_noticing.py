"""What the page notes: bounded whatever a browser sends, only of who was told and agreed."""

from typing import Any

import pytest

from bole.hiring.conftest import NOW, Invited, Taking
from bole.hiring.interviews import api, noticing, standing
from bole.hiring.interviews.noticing import MOST, Note
from bole.hiring.interviews.tests.portal import Browser
from bole.hiring.interviews.tests.test_portal_api import let_in
from bole.kernel.errors import BoleError
from bole.kernel.ids import new_id

KEY = "teller-complaint"


@pytest.mark.parametrize(
    "sent",
    [
        None,
        {},
        "hidden",
        [None, 3, "hidden", []],
        [{"kind": "cheated", "at": 1}],
        [{"kind": "hidden"}, {"kind": "hidden", "at": "1"}, {"kind": "hidden", "at": True}],
        [{"kind": "hidden", "at": -1}, {"kind": "hidden", "at": 1e9}, {"kind": "hidden", "at": float("nan")}],
        [{"kind": ["hidden"], "at": 1}],
    ],
)
def test_what_is_no_note_is_passed_over(sent: Any) -> None:
    assert noticing.notes_in(sent) == []


def test_a_note_keeps_tenths_and_wild_lengths_are_left_out() -> None:
    sent = [
        {"kind": "hidden", "at": 3.14159, "seconds": 7.77, "size": 1, "more": "x"},
        {"kind": "hidden", "at": 3.14159, "seconds": 1},
        {"kind": "pasted", "at": 5, "seconds": 1e12, "size": 1e12},
    ]
    assert noticing.notes_in(sent) == [Note("hidden", 3.1, 1.0, 0), Note("pasted", 5.0, 0.0, 0)]


def test_more_than_there_is_room_for_is_dropped() -> None:
    notes = [Note("hidden", float(n)) for n in range(MOST + 5)]
    assert noticing.room(0, notes) == notes[:MOST]
    assert noticing.room(MOST - 1, notes) == notes[:1]
    assert noticing.room(MOST + 9, notes) == []


def rows(invited: Invited) -> list[tuple[str, float, float, int]]:
    from bole.hiring.interviews.models import PageNote

    with invited.cast.acting("hr"):
        return list(PageNote.objects.values_list("kind", "at", "seconds", "size"))


def put(taking: Taking, *notes: Note, key: str = KEY) -> int:
    from bole.hiring.interviews import services

    with taking.invited.candidate():
        return services.note_page(interview_id=taking.id, question_key=key, notes=notes, now=NOW)


def question_of(taking: Taking) -> str:
    return str(taking.state()["next"])


@pytest.mark.django_db
def test_notes_are_kept_once_up_to_the_bound_and_go_with_the_consent(taking: Taking) -> None:
    from bole.hiring.interviews import services
    from bole.hiring.interviews.services import erasing

    with pytest.raises(BoleError):  # nobody has consented yet
        put(taking, Note("hidden", 1.0))
    taking.agree()
    key = question_of(taking)
    assert taking.state()["interview"]["noted"]
    assert put(taking, Note("hidden", 1.0), key=key) == 0  # not shown yet
    taking.begin(key)
    assert put(taking, Note("hidden", 1.0, 4.0), Note("pasted", 2.0, 0.0, 80), key=key) == 2
    assert put(taking, Note("hidden", 1.0, 9.0), key=key) == 0  # the same again
    assert put(taking, *(Note("hidden", 10.0 + n) for n in range(3 * MOST)), key=key) == MOST - 2
    assert put(taking, Note("hidden", 999.0), key=key) == 0
    assert len(rows(taking.invited)) == MOST

    cast = taking.invited.cast
    with cast.acting("west_hr"):
        from bole.hiring.interviews.models import PageNote

        assert not PageNote.objects.exists()
    with taking.invited.candidate():
        noted = erasing.export(cast.candidate_id)["interviews"][0]["answers"][0]["page_notes"]
        assert noted[0] == {"kind": "hidden", "at": 1.0, "seconds": 4.0, "characters": 0}
        services.change_consent(interview_id=taking.id, purpose="analysis", granted=False, now=NOW)
    assert rows(taking.invited) == []
    assert put(taking, Note("hidden", 3.0), key=key) == 0
    assert not taking.state()["interview"]["noted"]


@pytest.mark.django_db
def test_who_agreed_to_the_older_words_or_refused_is_not_noted(taking: Taking) -> None:
    from bole.foundation.privacy.models import Consent

    taking.agree()
    key = question_of(taking)
    taking.begin(key)
    with taking.invited.cast.acting("hr"):
        Consent.objects.filter(purpose="analysis").update(wording_version=1)
    assert put(taking, Note("hidden", 1.0), key=key) == 0
    assert rows(taking.invited) == []


@pytest.mark.django_db
def test_another_candidate_and_staff_cannot_write_notes(taking: Taking) -> None:
    from bole.foundation.access.actors import Actor, acting_as
    from bole.hiring.interviews import services

    taking.agree()
    key = question_of(taking)
    taking.begin(key)
    stranger = new_id()
    somebody = Actor(kind="candidate", id=stranger, label="candidate", candidate_id=stranger)
    cast = taking.invited.cast
    for writer in (acting_as(somebody), cast.acting("hr"), cast.acting("auditor"), cast.acting("west_hr")):
        with writer, pytest.raises(BoleError):
            services.note_page(interview_id=taking.id, question_key=key, notes=[Note("hidden", 1.0)], now=NOW)
    assert rows(taking.invited) == []


@pytest.mark.django_db
def test_forged_calls_do_no_harm_to_the_answer(taking: Taking, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (api, standing):
        monkeypatch.setattr(module, "utc_now", lambda: NOW)
    taking.agree()
    key = question_of(taking)
    taking.begin(key)
    browser = Browser(taking.invited)
    path = f"answers/{key}/notes/"
    assert browser.call("POST", path, {"notes": [{"kind": "hidden", "at": 1}]})[0] == 401  # no pass
    let_in(browser)
    flood = {"notes": [{"kind": "hidden", "at": n / 10} for n in range(900)]}
    for body in ({}, {"notes": "x"}, {"notes": [{"kind": {}}, None]}):
        assert browser.call("POST", path, body) == (200, {"kept": 0})
    assert browser.call("POST", path, flood) == (200, {"kept": MOST})
    assert browser.call("POST", path, flood) == (200, {"kept": 0})
    assert browser.call("POST", path, {"notes": "x" * 70_000})[0] == 413
    assert browser.call("POST", "answers/no-such-question/notes/", flood)[0] == 404
    taking.send(taking.start(key))
    assert taking.submit(key).state == "submitted"
    assert browser.call("POST", path, {"notes": [{"kind": "hidden", "at": 99}]}) == (200, {"kept": 0})
    assert len(rows(taking.invited)) == MOST
