import pytest

from bole.foundation.access.actors import system_scope
from bole.foundation.privacy import queries as privacy
from bole.hiring.conftest import NOW, Cast, Taking, invite
from bole.hiring.interviews import services
from bole.hiring.interviews.models import Answer, Interview, RightsRequest
from bole.hiring.requisitions.models import Requisition
from bole.kernel.errors import ConflictError, DeniedError, InvalidError

pytestmark = pytest.mark.django_db


def row(taking: Taking) -> Interview:
    with system_scope("test"):
        return Interview.objects.get(pk=taking.id)


def test_decisions_are_kept_with_their_wording(taking: Taking) -> None:
    taking.agree(face=False)
    with system_scope("test"):
        decisions = privacy.consents(taking.invited.cast.candidate_id, about_id=taking.id)
    assert {purpose: d.holds for purpose, d in decisions.items()} == {
        "recording": True,
        "analysis": True,
        "face": False,
    }
    assert all(d.wording_version >= 1 for d in decisions.values())
    assert taking.state()["consents"] == {"recording": True, "analysis": True, "face": False}


@pytest.mark.parametrize(
    ("refused", "mode", "channels", "automated", "kind"),
    [
        ("", "video", ["speech", "voice", "face", "body"], True, "video"),
        ("face", "audio", ["speech", "voice"], True, "audio"),
        ("analysis", "video", [], False, "video"),
        ("recording", "typed", [], True, "typed"),
    ],
)
def test_a_refusal_changes_how_answers_are_given(
    taking: Taking, refused: str, mode: str, channels: list[str], automated: bool, kind: str
) -> None:
    taking.agree(**({refused: False} if refused else {}))
    interview = row(taking)
    assert (interview.mode, interview.channels, interview.automated) == (mode, channels, automated)
    with system_scope("test"):
        assert set(Answer.objects.values_list("kind", flat=True)) == {kind}


def test_face_is_not_asked_for_where_the_bank_left_it_off(cast: Cast) -> None:
    with system_scope("test"):
        Requisition.objects.update(channels=["speech", "voice"])
    taking = Taking(invite(cast))
    assert taking.state()["purposes"] == ["recording", "analysis"]
    taking.agree()
    assert row(taking).channels == ["speech", "voice"]


def test_in_the_eu_the_face_is_left_alone(cast: Cast, settings: object) -> None:
    settings.LAW = "eu"  # type: ignore[attr-defined]
    assert Taking(invite(cast)).state()["interview"]["offered"] == ["speech", "voice", "body"]


def test_every_purpose_needs_a_decision(taking: Taking) -> None:
    with taking.invited.candidate(), pytest.raises(InvalidError):
        services.consent(interview_id=taking.id, decisions={"recording": True}, now=NOW)
    assert row(taking).consented_at is None


def test_first_decisions_are_made_before_the_first_question(taking: Taking) -> None:
    taking.agree(face=False)
    taking.agree()
    assert row(taking).mode == "video"
    taking.begin("teller-complaint")
    with pytest.raises(ConflictError):  # from here on one by one: test_changing
        taking.agree(face=False)


def test_who_types_by_agreement_is_asked_about_analysis_only(cast: Cast) -> None:
    taking = Taking(invite(cast, accommodations={"typed": True}))
    assert taking.state()["purposes"] == ["analysis"]
    taking.agree()
    assert taking.state()["consents"] == {"analysis": True}
    assert (row(taking).mode, row(taking).automated) == ("typed", True)


def test_without_recording_no_face_is_asked_about(taking: Taking) -> None:
    taking.agree(recording=False)
    assert taking.state()["consents"] == {"recording": False, "analysis": True}


def test_without_consent_no_question_opens(taking: Taking) -> None:
    with pytest.raises(ConflictError) as caught:
        taking.begin("teller-complaint")
    assert caught.value.code == "not_consented"


def test_asking_for_a_live_interview_starts_a_clock(taking: Taking) -> None:
    with taking.invited.candidate():
        services.request_live(interview_id=taking.id, now=NOW)
    assert row(taking).mode == "live"
    with system_scope("test"):
        request = RightsRequest.objects.get()
    assert (request.kind, (request.due_at - NOW).total_seconds()) == ("live", 86400)
    with pytest.raises(ConflictError) as caught:
        taking.begin("teller-complaint")
    assert caught.value.code == "live_requested"


def test_the_bank_cannot_consent_for_a_candidate(taking: Taking) -> None:
    with taking.invited.cast.acting("hr"), pytest.raises(DeniedError):
        services.consent(interview_id=taking.id, decisions={"recording": True}, now=NOW)
