"""What each law mode makes of an interview, from the invitation to the terms of the analysis."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import translation

from bole.foundation.access.actors import system_scope
from bole.foundation.messaging.models import OutboxMessage
from bole.foundation.messaging.queries import rendered
from bole.hiring.conftest import NOW, Cast, Invited, Taking
from bole.hiring.interviews import notices, services
from bole.hiring.interviews.tests.portal import Browser
from bole.kernel.errors import InvalidError

LATER = timedelta(days=20)


@pytest.mark.parametrize(
    ("told", "off", "first"),
    [
        (date(2026, 11, 20), (), date(2026, 12, 4)),  # a Friday
        (date(2026, 11, 21), (), date(2026, 12, 4)),  # a Saturday counts from Monday
        (date(2026, 11, 20), (date(2026, 11, 26), date(2026, 11, 27)), date(2026, 12, 8)),  # Thanksgiving
    ],
)
def test_ten_business_days(told: date, off: tuple[date, ...], first: date) -> None:
    assert notices.earliest("nyc", told, off) == first
    assert [notices.earliest(law, told, off) for law in ("default", "cn", "eu")] == [None, None, None]


@pytest.mark.django_db
def test_new_york_refuses_an_interview_before_the_notice_is_old_enough(cast: Cast, settings: Any) -> None:
    settings.LAW = "nyc"
    unit = cast.bank.east.pk
    with cast.acting("hr"):
        first = services.earliest_opening(unit, NOW)
        for days, fits in ((0, False), (13, False), (14, True)):
            window = {"opens_at": NOW + timedelta(days=days), "closes_at": NOW + LATER, "now": NOW}
            if fits:
                services.invite(application_id=cast.application_id, **window)
            else:
                with pytest.raises(InvalidError) as refused:
                    services.invite(application_id=cast.application_id, **window)
                assert refused.value.fields == {"opens_at": "notice_period"}
    assert first == date(2026, 12, 4)


def invited_under(cast: Cast, settings: Any, law: str) -> Invited:
    settings.LAW = law
    with cast.acting("hr"):
        interview, token = services.invite(
            application_id=cast.application_id, opens_at=NOW + LATER, closes_at=NOW + 2 * LATER, now=NOW
        )
    return Invited(cast, interview, token)


@pytest.mark.django_db
@pytest.mark.usefixtures("soon")
@pytest.mark.parametrize(
    ("law", "says", "silent"),
    [
        ("cn", ["You may refuse the program", "Face data is asked for separately"], ["AI system is used"]),
        ("eu", ["An AI system is used", "It infers no emotion"], ["ten business days", "Face data is asked"]),
        ("nyc", ["at least ten business days before", "Another process"], ["AI system is used"]),
    ],
)
def test_the_invitation_and_its_message_say_what_the_law_asks(
    cast: Cast, settings: Any, law: str, says: list[str], silent: list[str]
) -> None:
    invited = invited_under(cast, settings, law)
    browser = Browser(invited)
    browser.client.cookies["bole_language"] = "en"
    page = browser.get().content.decode()
    assert [text for text in says if text not in page] == []
    assert [text for text in silent if text in page] == []
    with system_scope("test"):
        message = rendered(OutboxMessage.objects.get(template="invitation"))
    with translation.override("zh-hans"):
        assert all(one.text.replace("你", "您") in message.text for one in notices.notices(law))


@pytest.mark.django_db
def test_in_the_eu_the_face_is_neither_offered_nor_looked_at(cast: Cast, settings: Any) -> None:
    from bole.hiring.interviews.models import Interview

    taking = Taking(invited_under(cast, settings, "eu"), now=NOW + LATER)
    state = taking.state()
    assert "face" not in state["interview"]["offered"]
    taking.agree()
    with system_scope("test"):
        interview = Interview.objects.get(pk=taking.id)
    assert "face" not in interview.channels
    assert interview.law == "eu"


@pytest.mark.django_db
@pytest.mark.parametrize("law", ["cn", "eu", "nyc"])
def test_in_every_mode_the_program_can_be_refused_and_nothing_is_noted(
    cast: Cast, settings: Any, law: str
) -> None:
    from bole.hiring.analysis import rules

    taking = Taking(invited_under(cast, settings, law), now=NOW + LATER)
    taking.agree(analysis=False)
    state = taking.state()["interview"]
    assert (state["automated"], state["noted"], state["channels"]) == (False, False, [])
    assert rules.stages(state["channels"], typed=False, automated=state["automated"]) == ()


@pytest.mark.django_db
def test_new_york_offers_another_process_in_one_tap(cast: Cast, settings: Any) -> None:
    from bole.hiring.interviews.models import RightsRequest

    taking = Taking(invited_under(cast, settings, "nyc"), now=NOW)
    with taking.invited.candidate():
        services.request_live(interview_id=taking.id, now=NOW)  # before the window opens
        asked = RightsRequest.objects.get(interview_id=taking.id)
    assert (asked.kind, asked.state) == ("live", "open")
