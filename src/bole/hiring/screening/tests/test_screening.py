"""From an application to what a person finds: once per input, nothing ended by machine, each with his own."""

from datetime import timedelta
from typing import Any

import pytest

from bole.foundation.access.actors import system_scope
from bole.foundation.messaging.models import OutboxMessage
from bole.hiring.candidates import queries as people
from bole.hiring.candidates import services as candidates
from bole.hiring.conftest import NOW, Cast
from bole.hiring.pipeline import queries as pipeline
from bole.hiring.pipeline import services as moving
from bole.hiring.screening import queries, services
from bole.hiring.screening.models import Choice, Result
from bole.hiring.screening.services import Item
from bole.hiring.screening.tests.resumes import BARE, PROGRAMMER, TELLER
from bole.kernel.errors import ConflictError, DeniedError, InvalidError, NotFoundError

pytestmark = pytest.mark.django_db
BACHELOR = {"kind": "degree", "at_least": "bachelor", "studying_counts": False}


def rules(*tests: dict[str, Any]) -> dict[str, Any]:
    return {"rules": [{"need": "required", "test": one} for one in tests], "hold_below": None}


def bring(cast: Cast, text: str, n: int = 0) -> Any:
    """Somebody applies with these lines; gives the application. 0 is the cast's own applicant."""
    with cast.acting("hr"):
        if n:
            person = candidates.register(
                unit_id=cast.bank.east.pk, name=f"应聘者{n}", email=f"a{n}@example.org", now=NOW
            ).pk
            application = moving.apply(candidate_id=person, requisition_id=cast.requisition_id, now=NOW).pk
        else:
            person, application = cast.candidate_id, cast.application_id
        if text:
            candidates.keep_resume(candidate_id=person, text=text, now=NOW)
    return application


def screened(cast: Cast, application_id: Any, **later: int) -> Result:
    with system_scope("test"):
        found = services.screen(application_id=application_id, now=NOW + timedelta(**later))
    assert found is not None
    return found


def test_an_application_is_screened_once_per_input_and_waits_for_a_resume(cast: Cast) -> None:
    first = screened(cast, bring(cast, ""))
    assert (first.outcome, first.score) == ("waiting", None)
    assert screened(cast, cast.application_id).pk == first.pk
    bring(cast, BARE)
    second = screened(cast, cast.application_id, minutes=1)
    assert second.outcome == "hold"
    assert screened(cast, cast.application_id, days=1).pk == second.pk
    bring(cast, TELLER)
    second = screened(cast, cast.application_id, minutes=2)
    assert second.outcome == "pass"
    assert second.score > 40
    with cast.acting("hr"):
        assert [one.current for one in queries.history_of_application(cast.hr, cast.application_id)] \
            == [True, False, False]  # fmt: skip
        assert pipeline.get(cast.application_id).stage == "ai_interview"  # by the job's rule
        label = f"screening:{second.score:.0f}"
        assert [one.outcome for one in pipeline.transitions(cast.application_id)] == [label]
        points = second.details["match"]["parts"]
        assert abs(sum(part["points"] for part in points) - float(second.score)) < 0.2
        assert all(part["evidence"] for part in points if part["points"])


def test_a_failed_rule_goes_to_a_person_and_is_told_apart_from_an_open_one(cast: Cast) -> None:
    failed = screened(cast, bring(cast, PROGRAMMER, 1))
    assert (failed.outcome, failed.codes) == ("hold", ["low_match"])  # a teller needs less school
    with cast.acting("hr"):
        put(cast, rules(BACHELOR))
    failed, open_one = screened(cast, failed.application_id), screened(cast, bring(cast, BARE, 2))
    assert (failed.outcome, failed.codes) == ("reject_proposed", ["rule_failed"])
    assert (open_one.outcome, open_one.codes) == ("hold", ["rule_open"])
    with cast.acting("hr"):
        for one in (failed, open_one):
            standing = pipeline.get(one.application_id)
            assert (standing.stage, standing.outcome) == ("screening", "")
        listed = queries.to_look_at(cast.hr, requisition_id=cast.requisition_id)
        assert {one.pk for one in listed} == {failed.pk, open_one.pk}
        assert [one.pk for one in queries.to_look_at(cast.hr, code="rule_open")] == [open_one.pk]
    with cast.acting("west_hr"):
        assert not queries.to_look_at(cast.west_hr).exists()
        with pytest.raises(NotFoundError):
            queries.get(failed.pk)


def put(cast: Cast, body: dict[str, Any]) -> Any:
    draft = services.change_draft(requisition_id=cast.requisition_id, body=body, now=NOW)
    services.preview(requisition_id=cast.requisition_id, now=NOW)
    return services.put_in_force(requisition_id=cast.requisition_id, sha256=draft.sha256, now=NOW)


def test_rules_are_tried_before_they_are_in_force(cast: Cast) -> None:
    screened(cast, bring(cast, PROGRAMMER, 1))
    screened(cast, bring(cast, TELLER, 2))
    place = {"requisition_id": cast.requisition_id}
    with cast.acting("hr"):
        draft = services.change_draft(**place, body=rules(BACHELOR), now=NOW)
        with pytest.raises(ConflictError) as caught:
            services.put_in_force(**place, sha256=draft.sha256, now=NOW)
        assert caught.value.code == "preview_first"
        seen = services.preview(**place, now=NOW)
        assert (seen["of"], seen["changed"]) == (1, 1)  # the teller has passed and gone on
        assert seen["after"] == {"reject_proposed": 1}
        with pytest.raises(ConflictError):
            services.put_in_force(**place, sha256="0" * 64, now=NOW)
        kept = services.put_in_force(**place, sha256=draft.sha256, now=NOW)
        assert services.put_in_force(**place, sha256=draft.sha256, now=NOW).pk == kept.pk
        assert queries.rules_of(cast.requisition_id).version == 1
        put(cast, rules())
        versions = [
            (one.version, one.state, one.saved_by_id) for one in queries.history_of(cast.requisition_id)
        ]
        assert versions == [(2, "in_force", cast.hr.id), (1, "retired", cast.hr.id)]
        with pytest.raises(InvalidError):
            services.change_draft(**place, body=rules({"kind": "age"}), now=NOW)
    for who in ("west_hr", "interviewer", "auditor"):
        with cast.acting(who), pytest.raises((DeniedError, NotFoundError)):
            services.change_draft(**place, body=rules(), now=NOW)


def test_many_are_decided_each_with_his_own_reason_and_once(cast: Cast) -> None:
    with cast.acting("hr"):
        put(cast, rules(BACHELOR))
    found = [screened(cast, bring(cast, text, n)) for n, text in enumerate((BARE, BARE, PROGRAMMER), start=1)]
    items = [Item(one.pk, 1, "requirements_not_met") for one in found[:2]]
    with cast.acting("hr"):
        with pytest.raises(InvalidError):
            services.decide_many(items=items, what="hire", now=NOW)
        bare = services.decide_many(items=[Item(found[0].pk, 1)], what="decline", now=NOW)
        assert [one.code for one in bare] == ["reason_needed"]
        moving.advance(
            application_id=found[1].application_id, to="ai_interview", actor=cast.hr,
            reason="decided_by_person", expected_version=1, now=NOW,
        )  # fmt: skip
        for _click in range(2):
            done = services.decide_many(items=items, what="decline", now=NOW)
            assert [one.code for one in done] == ["", "lost_race"]
        advanced = services.decide_many(items=[Item(found[2].pk, 1)], what="advance", now=NOW)
        assert [one.code for one in advanced] == [""]
        assert pipeline.get(found[0].application_id).outcome == "declined"
        assert pipeline.get(found[2].application_id).stage == "ai_interview"
        assert [one.result_id for one in queries.overrides(cast.hr, NOW)] == [found[2].pk]
        assert Choice.objects.count() == 2
        letters = OutboxMessage.objects.filter(template="screening-declined")
        assert [one.candidate_id for one in letters] == [found[0].candidate_id]


def test_nobody_else_decides_and_no_machine(cast: Cast) -> None:
    result = screened(cast, bring(cast, BARE))
    items = [Item(result.pk, 1, "requirements_not_met")]
    for who in ("west_hr", "interviewer", "auditor"):
        with cast.acting(who), pytest.raises((DeniedError, NotFoundError)):
            services.decide_many(items=items, what="decline", now=NOW)
    with system_scope("test"), pytest.raises(InvalidError):
        services.decide_many(items=items, what="decline", now=NOW)


def test_a_merge_is_screened_again_and_one_person_applies_once(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []
    monkeypatch.setattr("bole.foundation.queue.defer", lambda name, **facts: asked.append((name, facts)))
    with cast.acting("hr"):
        other, _ = candidates.enter(
            unit_id=cast.bank.east.pk, name="林晓禾", phone="13800001111", source="bank", as_of=NOW, now=NOW
        )
        candidates.keep_resume(candidate_id=other.pk, text=TELLER, now=NOW)
        proposal = people.open_duplicates(cast.hr).get()
    assert screened(cast, cast.application_id).outcome == "waiting"
    asked.clear()
    with cast.acting("hr"):
        candidates.merge(duplicate_id=proposal.pk, keep_id=other.pk, now=NOW)
        again = moving.apply(candidate_id=other.pk, requisition_id=cast.requisition_id, now=NOW)
    assert again.pk == cast.application_id
    wanted = {facts["candidate_id"] for name, facts in asked if name == "hiring.screening.screen_person"}
    assert wanted == {cast.candidate_id, other.pk}
    for candidate_id in wanted:  # either way leads to the application under the other file
        asked.clear()
        with system_scope("test"):
            assert services.screen_person(candidate_id=candidate_id) == 1
        assert [facts["application_id"] for _name, facts in asked] == [cast.application_id]
    assert screened(cast, cast.application_id, minutes=1).outcome == "pass"
    with cast.acting("hr"):
        candidates.unmerge(duplicate_id=proposal.pk, now=NOW)
        own = moving.apply(candidate_id=other.pk, requisition_id=cast.requisition_id, now=NOW)
    assert own.pk != cast.application_id  # two people after all
