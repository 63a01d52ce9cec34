"""A survey from the builder to the results: versions, one-time links, few answers, bad questions."""

import copy
import json
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from tests.support.bank import log_in

from bole.foundation import events
from bole.foundation.access.actors import system_scope
from bole.foundation.access.models import User
from bole.foundation.messaging.models import OutboxMessage
from bole.foundation.privacy import services as privacy
from bole.foundation.queue import timers
from bole.foundation.surveys import queries as surveys
from bole.foundation.surveys import services as sheets
from bole.foundation.surveys.models import SurveyInvitation, SurveyItem, SurveyResponse, SurveyVersion
from bole.foundation.surveys.queries import Filters
from bole.hiring.assessment.events import CandidateTold
from bole.hiring.candidates import services as candidates
from bole.hiring.conftest import NOW, Cast, Invited, invite
from bole.hiring.opinions import services, tasks
from bole.hiring.opinions.events import QuestionBadlyRated
from bole.hiring.opinions.models import BadRating
from bole.hiring.pipeline import services as pipeline
from bole.hiring.pipeline import services as processes
from bole.hiring.pipeline.models import ProcessVersion
from bole.hiring.requisitions.models import ReviewNote
from bole.kernel.clock import utc_now
from bole.kernel.errors import ConflictError, DeniedError, InvalidError
from bole.kernel.ids import new_id

pytestmark = pytest.mark.django_db

THINGS = [{"key": "teller-complaint", "version": "abc", "title": {"zh": "投诉", "en": "Complaint"}}]


def published(cast: Cast, *, anonymous: bool = True) -> Any:
    with cast.acting("chief"):
        survey = sheets.take_over(owner_id=cast.bank.head.pk, library_key="after-interview", now=NOW)
        body = {**survey.draft, "anonymous": anonymous}
        sheets.save_draft(survey_id=survey.pk, body=body, expected=1, now=NOW)
        sheets.publish(survey_id=survey.pk, now=NOW)
        sheets.bind(
            survey_id=survey.pk,
            place_id=cast.bank.head.pk,
            event="interview.finished",
            delay_minutes=60,
            now=NOW,
        )
    return survey


def sent(survey: Any, unit: Any, job: str = "teller") -> SurveyInvitation:
    """Somebody who was asked just now, without the way there."""
    with system_scope("test"):
        row = sheets.invite(
            binding=survey.bindings.get(),
            subject=surveys.subject_of(new_id()),
            occasion="interview",
            unit_id=unit.pk,
            group=job,
            things=THINGS,
            language="zh",
            now=NOW,
        )
        assert row is not None
        found = sheets.mark_sent(invitation_id=row.pk, now=utc_now())
    assert found is not None
    return found


def fill(row: SurveyInvitation, process: int = 5, fits: int = 5, reasonable: int = 4, **more: str) -> None:
    given = {"process": str(process), "fits_job": str(fits), "reasonable.0": str(reasonable), **more}
    services.take(token=surveys.token_of(row), given=given, now=utc_now())


def test_after_the_interview_the_link_goes_out_once_and_after_its_delay(invited: Invited) -> None:
    cast = invited.cast
    published(cast)
    with system_scope("test"):
        for times in (1, 0):
            made = services.ask(
                event="interview.finished", unit_id=cast.bank.east.pk, interview_id=invited.id, now=NOW
            )
            assert made == times
        assert SurveyInvitation.objects.get().things[0]["key"] == "teller-complaint"
    timers.sweep(NOW + timedelta(minutes=59))
    with system_scope("test"):
        assert not OutboxMessage.objects.filter(template="survey").exists()
    for _ in range(2):
        timers.sweep(NOW + timedelta(minutes=60))
    with system_scope("test"):
        message = OutboxMessage.objects.get(template="survey")
        row = SurveyInvitation.objects.get()
    assert message.context["link"].endswith(f"/survey/{surveys.token_of(row)}/")
    with connection.cursor() as cursor, system_scope("test"):
        cursor.execute("SELECT to_jsonb(s)::text FROM surveys_surveyinvitation s")
        kept = cursor.fetchone()[0]
    assert str(cast.candidate_id) not in kept  # an opaque label, never the person
    assert surveys.token_of(row) not in kept


def test_the_sheet_is_answered_on_the_phone_once_and_says_so(cast: Cast) -> None:
    row = sent(published(cast), cast.bank.east)
    address, phone = f"/survey/{surveys.token_of(row)}/", Client()
    page = phone.get(address).content.decode()
    assert "你对 AI 面试的流程是否满意" in page
    assert "投诉" in page
    assert phone.post(address, {"fits_job": "3"}).status_code == 422
    assert phone.post(address, {"process": "9", "fits_job": "3"}).status_code == 422
    given = {"process": "5", "fits_job": "4", "reasonable.0": "1", "words": "<script>alert(1)</script>"}
    assert phone.post(address, given).status_code == 302
    assert "已收到你的回答" in phone.get(address).content.decode()
    phone.post(address, {"process": "1", "fits_job": "1"})
    assert phone.get("/survey/" + "0" * 64 + "/").status_code == 404
    with system_scope("test"):
        sheet = SurveyResponse.objects.get()
        assert sheet.invitation_id is None  # anonymous: nothing joins it to the invitation
        assert SurveyItem.objects.filter(question_key="process").get().value == 5


def test_a_published_version_is_frozen_and_a_draft_changed_twice_at_once_is_refused(cast: Cast) -> None:
    survey = published(cast)
    version = surveys.newest(survey)
    assert version is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        SurveyVersion.objects.filter(pk=version.pk).update(number=7)
    with cast.acting("chief"):
        assert sheets.publish(survey_id=survey.pk, now=NOW).pk == version.pk
        with pytest.raises(ConflictError):
            sheets.save_draft(survey_id=survey.pk, body=survey.draft, expected=1, now=NOW)
    for who in ("hr", "interviewer", "auditor"):
        with cast.acting(who), pytest.raises(DeniedError):
            sheets.publish(survey_id=survey.pk, now=NOW)


def test_few_answers_are_shown_to_nobody_and_branches_see_their_own(cast: Cast) -> None:
    survey = published(cast)
    version = surveys.newest(survey)
    assert version is not None
    for n in range(9):
        fill(sent(survey, cast.bank.east if n < 7 else cast.bank.west), words=f"意见 {n}")
    with cast.acting("chief"):
        found = {one.question["key"]: one for one in surveys.results(version, Filters())}
        assert found["process"].spread.n == 5  # nine sheets: whole fives only
        assert found["process"].spread.mean == 5.0
        assert len(found["words"].texts) == 5
        assert surveys.rate(version, Filters()).answered == 9
        fill(sent(survey, cast.bank.west), process=1)
        groups = surveys.by_unit(version, "process", Filters())
        shown = {one.key: one.n for one in groups}
    assert shown == {str(cast.bank.east.pk): None, str(cast.bank.west.pk): None}  # 7 shown would give away 3
    with cast.acting("west_hr"):
        few = {one.question["key"]: one for one in surveys.results(version, Filters())}
        assert few["process"].spread.mean is None
        assert surveys.rate(version, Filters()).answered == 3


def test_a_question_rated_badly_by_five_is_noted_and_told_once(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[QuestionBadlyRated] = []
    from bole.foundation.events import bus

    monkeypatch.setitem(bus._handlers, QuestionBadlyRated, [told.append])
    survey = published(cast)
    for _ in range(4):
        fill(sent(survey, cast.bank.east), reasonable=2)
    assert told == []
    for _ in range(2):
        fill(sent(survey, cast.bank.east), reasonable=2)
    assert told == [QuestionBadlyRated("teller-complaint", "abc", "reasonable", 2.0, 5)]
    assert BadRating.objects.count() == 1
    note = ReviewNote.objects.get(question_key="teller-complaint")
    assert (note.source, note.reason) == ("survey", "reasonable: 2.0 / 5, N = 5")


def test_what_was_answered_by_name_goes_with_the_person(invited: Invited) -> None:
    cast = invited.cast
    published(cast, anonymous=False)
    with system_scope("test"):
        services.ask(
            event="interview.finished", unit_id=cast.bank.east.pk, interview_id=invited.id, now=utc_now()
        )
        row = SurveyInvitation.objects.get()
        services.send(invitation_id=row.pk, candidate_id=cast.candidate_id, now=utc_now())
    fill(row)
    with system_scope("test"):
        assert SurveyResponse.objects.get().invitation_id == row.pk
        privacy.erase_person(
            candidate_id=cast.candidate_id, unit_id=cast.bank.east.pk, reason="withdrawn", now=NOW
        )
        assert not SurveyResponse.objects.exists()
        assert not SurveyInvitation.objects.exists()


def test_the_builder_adds_moves_and_publishes_and_an_interviewer_sees_nothing(cast: Cast) -> None:
    client = Client()
    log_in(client, User.objects.get(pk=cast.chief.id))
    at = client.post("/console/surveys/begin/").headers["Location"]
    page = client.get(at).content.decode()
    fields = dict(re.findall(r'name="([^"]+)"[^>]*? value="([^"]*)"', page)) | {"do": "add:choice"}
    page = client.post(at, fields).content.decode()
    assert 'name="q1-options-zh"' in page
    key = re.findall(r'name="q1-key" value="([^"]+)"', page)[0]
    more = {"count": "2", "q1-key": key, "q1-kind": "choice", "q1-text-zh": "用什么设备？"}
    assert client.post(at, {**fields, **more, "do": "publish"}).status_code == 422  # no options
    more |= {"q1-options-zh": "手机\n电脑", "q1-options-en": "phone"}
    assert client.post(at, {**fields, **more, "do": "publish"}).status_code == 302
    version = SurveyVersion.objects.get()
    assert version.body["questions"][1]["options"] == [
        {"zh": "手机", "en": "phone"},
        {"zh": "电脑", "en": ""},
    ]
    sending = {"event": "application.closed", "place": str(cast.bank.head.pk), "hours": "2"}
    client.post(f"{at}sending/", sending)
    assert version.survey.bindings.get().delay_minutes == 120
    for path in ("/console/surveys/", at, f"{at}results/"):
        assert client.get(path).status_code == 200, path
    other = Client()
    log_in(other, User.objects.get(pk=cast.interviewer.id))
    for path in ("/console/surveys/", at, f"{at}results/"):
        assert other.get(path).status_code == 403, path


def test_a_sheet_without_any_answer_is_refused(cast: Cast) -> None:
    row = sent(published(cast), cast.bank.east)
    with pytest.raises(InvalidError):
        services.take(token=surveys.token_of(row), given={}, now=utc_now())


def surveyed(cast: Cast, **asked: Any) -> Any:
    """Head office lets the interview's stage send the survey and publishes the process."""
    with cast.acting("chief"):
        draft = processes.start_draft(key="bank-standard", now=NOW)
        body = copy.deepcopy(draft.body)
        for stage in body["stage"]:
            stage.pop("survey", None)  # of a draft that could not be published
            if stage["key"] == asked.get("stage", "ai_interview"):
                stage["survey"] = [{"key": asked["key"], "moment": asked["moment"], "hours": 2}]
        saved = processes.save_draft(process_id=draft.pk, body=body, expected_sha256=draft.sha256)
        return processes.publish(process_id=draft.pk, expected_sha256=saved.sha256, now=NOW)


def test_a_process_sends_surveys_from_its_stages_and_after_the_letter(cast: Cast) -> None:
    with cast.acting("chief"):
        survey = sheets.take_over(owner_id=cast.bank.head.pk, library_key="after-result", now=NOW)
    told = {"key": "after-result", "moment": "told"}
    with pytest.raises(InvalidError):  # not published yet
        surveyed(cast, **told)
    with cast.acting("chief"):
        sheets.publish(survey_id=survey.pk, now=NOW)
        for wrong in (told | {"stage": "panel"}, told | {"moment": "some_day"}):
            with pytest.raises(InvalidError):
                surveyed(cast, **wrong)
    surveyed(cast, **told)
    with cast.acting("hr"):
        person = candidates.register(
            unit_id=cast.bank.east.pk, name="问卷人", email="asked@example.org", now=NOW
        )
        one = pipeline.apply(candidate_id=person.pk, requisition_id=cast.requisition_id, now=NOW)
    invited = invite(replace(cast, candidate_id=person.pk, application_id=one.pk))
    with system_scope("test"):
        events.publish(CandidateTold(invited.id, one.pk, cast.bank.east.pk))
        with connection.cursor() as cursor:
            cursor.execute("SELECT args::text FROM procrastinate_jobs WHERE task_name = %s", [tasks.ASK])
            deferred = [json.loads(row[0]) for row in cursor.fetchall()]
        (found,) = [one for one in deferred if one["event"] == "interview.told"]
        sent = [(str(key), int(hours)) for key, hours in found["process"]]
        about = {"event": found["event"], "unit_id": cast.bank.east.pk, "interview_id": invited.id}
        made = [services.ask(**about, process=sent, now=NOW) for _ in range(2)]
        row = SurveyInvitation.objects.get(survey=survey)
    assert (sent, made) == ([("after-result", 2)], [1, 0])
    assert row.send_at == NOW + timedelta(hours=2)


def test_every_stage_of_every_process_can_be_chosen(cast: Cast) -> None:
    survey = published(cast)
    with cast.acting("chief"):
        processes.new_process(key="own-way", title={"zh": "自有", "en": "Own"}, like="quick", now=NOW)
        draft = ProcessVersion.objects.get(key="own-way")
        body = copy.deepcopy(draft.body)
        body["stage"][0]["key"] = "first_glance"
        saved = processes.save_draft(process_id=draft.pk, body=body, expected_sha256=draft.sha256)
        processes.publish(process_id=draft.pk, expected_sha256=saved.sha256, now=NOW)
    client = Client()
    log_in(client, User.objects.get(pk=cast.chief.id))
    page = client.get(f"/console/surveys/{survey.pk}/").content.decode()
    assert "stage.entered.first-glance" in page
    assert "interview.told" in page
