"""From consent to the offer: nothing is sent before, what agrees goes on by itself, what differs waits."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bole.foundation.access.actors import system_scope
from bole.foundation.messaging.models import OutboxMessage
from bole.foundation.privacy.models import Consent
from bole.foundation.queue.models import Timer
from bole.hiring.conftest import NOW, Cast
from bole.hiring.pipeline import queries as pipeline
from bole.hiring.verification import queries, services
from bole.hiring.verification.models import Check, Finding, Verification
from bole.hiring.verification.services import steps, working
from bole.hiring.verification.tests.making import GAPS, NUMBER, Sources, opened, sources
from bole.integrations.tianyancha.simulator import company
from bole.kernel.errors import ConflictError, DeniedError, InvalidError, NotFoundError

pytestmark = pytest.mark.django_db


@pytest.fixture
def others(settings: Any, tmp_path: Path) -> Iterator[Sources]:
    with sources(settings, tmp_path) as made:
        yield made


def sent(template: str) -> int:
    with system_scope("test"):
        return OutboxMessage.objects.filter(template=template).count()


def test_nothing_is_sent_before_consent_and_what_agrees_goes_to_the_offer_by_itself(
    cast: Cast, others: Sources
) -> None:
    checked = opened(cast)
    assert (checked.found.state, sent("check-consent")) == ("consent", 1)
    with system_scope("test"):
        assert services.open_for(application_id=cast.application_id, now=NOW) == checked.found
        for check in checked.checks().values():
            services.send(check_id=check.pk, now=NOW)
    assert not any(gateway.requests for gateway in others.gateways.values())
    assert others.records.asked == []
    found = checked.agree()
    assert (found.state, found.id_number) == ("work", NUMBER)
    # the gate first: nothing else begins before identity is clear
    assert checked.states()[:2] == ["identity running", "degree pending"]
    found = checked.work()
    assert set(checked.states()) == {
        "identity clear",
        "degree clear",
        "employment clear",
        "certificate clear",
    }
    assert (found.state, found.id_number) == ("clear", None)  # the number is gone with the end
    assert found.settled_at is not None
    application = checked.application()
    assert application.stage == "offer"
    with system_scope("test"):
        assert "背景调查 clear" in pipeline.path_line(application, "zh") or application.stage == "offer"
        last = list(pipeline.transitions(application.pk))[-1]
        assert (last.outcome, last.actor_kind) == ("check:clear", "system")
    assert others.records.asked == ["江州银行股份有限公司", "东屿农村商业银行"]
    asked = others.check("degree")
    assert (asked["person"]["id_number"], asked["claims"]["school"]) == (NUMBER, "西南财经大学")
    with cast.acting("hr"):
        summary = queries.summary(cast.application_id)
        assert summary is not None
        assert (summary["outcome"], summary["cost_fen"]) == ("clear", 100 + 600 + 2 * 20 + 300)
        assert "employment.title" in summary["not_told"]
        assert [(one.fen, one.checks) for one in queries.costs(cast.hr)] == [(1040, 5)]
        paper = {"school": "西南财经大学", "degree": "bachelor", "major": "会计学", "end": "2018-06-30"}
        beside = queries.degree_beside(cast.candidate_id, paper, NOW)
        assert beside is not None
        told = {one.field: one.verdict for one in beside[1]}
        assert told == {"school": "same", "degree": "same", "major": "differs", "end": "same"}
    with cast.acting("west_hr"):
        assert queries.degree_beside(cast.candidate_id, paper, NOW) is None
        assert queries.summary(cast.application_id) is None
        assert queries.costs(cast.west_hr) == []
    assert sent("check-cleared") == 1


def test_each_decision_is_kept_with_the_hash_of_the_words_that_were_shown(
    cast: Cast, others: Sources
) -> None:
    checked = opened(cast)
    shown = checked.shown()
    with checked.person():
        everything = {
            "verification_id": checked.found.pk,
            "decisions": dict.fromkeys(shown, True),
            "shown": shown,
            "language": "zh",
            "number": NUMBER,
            "now": NOW,
        }
        for wrong in ("", "110101199001011234", "11010119900230123X", "abc"):
            with pytest.raises(InvalidError) as refused:
                services.decide(**{**everything, "number": wrong})
            assert "id_number" in refused.value.fields
        with pytest.raises(InvalidError):
            services.decide(**{**everything, "decisions": {"identity": True}})
        with pytest.raises(ConflictError) as changed:
            services.decide(**{**everything, "shown": {**shown, "degree": "0" * 64}})
        assert changed.value.code == "words_changed"
        assert not Consent.objects.filter(purpose__startswith="check_").exists()
    checked.agree(degree=False, certificate=False)
    checked.agree(identity=False)  # a second time changes nothing
    with system_scope("test"):
        rows = Consent.objects.filter(purpose__startswith="check_", about_id=checked.found.pk)
        kept = {row.purpose.removeprefix("check_"): (row.granted, row.wording_sha256) for row in rows}
    assert kept == {kind: (kind not in {"degree", "certificate"}, sha256) for kind, sha256 in shown.items()}
    checked.work()
    assert not others.gateways["degree"].requests
    assert checked.checks()["degree"].code == "refused"
    assert (checked.found.state, checked.checks()["degree"].state) == ("work", "manual")


def test_what_differs_blocks_until_a_person_tells_waits_and_decides(cast: Cast, others: Sources) -> None:
    others.gateways["degree"].answering = lambda check: (
        "found",
        {**check["claims"], "school": "西南科技大学", "degree": "大专"},
    )
    checked = opened(cast)
    checked.agree()
    found = checked.work()
    assert (found.state, checked.checks()["degree"].state) == ("review", "consider")
    points = {one["field"]: one for one in checked.checks()["degree"].points or []}
    assert (points["school"]["claimed"], points["school"]["found"]) == ("西南财经大学", "西南科技大学")
    assert points["degree"]["verdict"] == "differs"
    assert points["major"]["verdict"] == "same"
    assert (checked.application().stage, sent("check-waiting")) == ("background_check", 1)
    case = {"verification_id": found.pk}
    with pytest.raises(ConflictError):  # nothing adverse before the person was told
        checked.hr(services.end_badly, **case, reason="requirements_not_met", text="学历不符")
    with system_scope("test"), pytest.raises(DeniedError):
        services.tell(**case, now=checked.now)
    for _click in range(2):
        checked.hr(services.tell, **case)
    assert sent("check-notice") == 1
    told = checked.fresh()
    assert told.reply_due_at is not None
    assert (told.state, told.holds, checked.application().held_at) == ("told", True, NOW)
    with pytest.raises(ConflictError) as early:
        checked.hr(services.end_badly, **case, reason="requirements_not_met", text="学历不符")
    assert early.value.code == "reply_window"
    checked.now = told.reply_due_at
    with system_scope("test"):
        assert services.window_over(verification_id=found.pk, now=checked.now)
    assert checked.fresh().state == "told"  # the clock decides nothing
    with pytest.raises(InvalidError):
        checked.hr(services.end_badly, **case, reason="no_such_reason", text="学历不符")
    assert checked.fresh().state == "told"
    for _click in range(2):
        checked.hr(services.end_badly, **case, reason="requirements_not_met", text="学历不符")
    assert (checked.fresh().state, checked.application().outcome) == ("adverse", "declined")
    with system_scope("test"):
        last = list(pipeline.transitions(cast.application_id))[-1]
    assert (last.actor_kind, last.actor_user_id, last.reason) == ("user", cast.hr.id, "requirements_not_met")
    assert sent("check-adverse") == 1
    assert "degree adverse" in checked.states()


def test_a_dispute_stops_the_clock_and_an_upheld_one_clears(cast: Cast, others: Sources) -> None:
    others.gateways["degree"].answering = lambda check: ("not_found", {})
    checked = opened(cast)
    checked.agree()
    found = checked.work()
    degree = checked.checks()["degree"]
    with checked.person(), pytest.raises(ConflictError):  # nothing was told yet
        services.dispute(check_id=degree.pk, text="我在读时改过名", now=checked.now)
    checked.hr(services.tell, verification_id=found.pk)
    due = checked.fresh().reply_due_at
    assert due is not None
    checked.later(days=1)
    with checked.person():
        first = services.dispute(check_id=degree.pk, text="我在读时改过名", now=checked.now)
        assert services.dispute(check_id=degree.pk, text="再点一次", now=checked.now).pk == first.pk
    disputed = checked.fresh()
    left = due - checked.now
    assert (disputed.state, disputed.reply_due_at, disputed.reply_left) == ("dispute", None, left)
    with system_scope("test"):
        assert not Timer.objects.filter(kind=steps.REPLY, key=str(found.pk)).exists()
    checked.later(days=30)
    with pytest.raises(ConflictError) as still:
        checked.hr(
            services.end_badly, verification_id=found.pk, reason="requirements_not_met", text="学历不符"
        )
    assert still.value.code == "dispute_open"
    checked.hr(services.answer, dispute_id=first.pk, upheld=False, text="请补充学校证明")
    again = checked.fresh()
    assert (again.state, again.reply_due_at) == ("told", checked.now + left)
    with checked.person():
        second = services.dispute(check_id=degree.pk, text="学校证明已上传", now=checked.now)
        services.add_whole(check_id=degree.pk, name="证明.pdf", body=b"%PDF-1.7 proof", now=checked.now)
        with pytest.raises(InvalidError):
            services.add_whole(check_id=degree.pk, name="a.pdf", body=b"MZ\0\0 not a pdf", now=checked.now)
    checked.hr(services.answer, dispute_id=second.pk, upheld=True, text="证明属实")
    settled = checked.fresh()
    assert (settled.state, checked.checks()["degree"].state) == ("clear", "cleared")
    assert (checked.application().stage, checked.application().held_at) == ("offer", None)
    assert sent("check-answer") == 2


def test_a_risk_is_accepted_by_a_person_with_a_reason_and_once(cast: Cast, others: Sources) -> None:
    others.records.companies = [company("江州银行股份有限公司", FOUNDED_LATE)]
    checked = opened(cast)
    checked.agree()
    found = checked.work()
    assert (found.state, checked.states().count("employment consider")) == ("review", 2)
    first = checked.checks()["employment"]
    why = {one["field"]: one["why"] for one in first.points or [] if one["verdict"] == "differs"}
    assert why == {"established": "before_founding"}
    with pytest.raises(InvalidError):
        checked.hr(services.accept, verification_id=found.pk, reason="  ")
    for _click in range(2):
        checked.hr(services.accept, verification_id=found.pk, reason="已与原单位人事核实")
    assert (checked.fresh().state, checked.application().stage) == ("accepted", "offer")
    with system_scope("test"):
        last = list(pipeline.transitions(cast.application_id))[-1]
    assert (last.outcome, last.actor_kind, last.actor_user_id) == ("check:accepted", "user", cast.hr.id)
    assert sent("check-cleared") == 1


FOUNDED_LATE = 1_640_966_400_000  # 2022-01-01 in China


def test_somebody_elses_number_stops_the_spending_until_a_person_looked(cast: Cast, others: Sources) -> None:
    others.gateways["identity"].answering = lambda check: ("found", {"match": "no"})
    checked = opened(cast)
    checked.agree()
    found = checked.work()
    assert found.state == "review"
    assert checked.states()[:2] == ["identity consider", "degree pending"]
    assert not others.gateways["degree"].requests
    checked.hr(services.clear, check_id=checked.checks()["identity"].pk, reason="当面核对了身份证原件")
    assert checked.fresh().state == "work"
    found = checked.work()
    assert (found.state, checked.application().stage) == ("accepted", "offer")


def test_without_a_source_a_person_does_it_with_a_paper_and_never_silently(cast: Cast, settings: Any) -> None:
    settings.CHECK_SOURCES_FILE = ""
    checked = opened(cast)
    checked.agree()
    found = checked.work()
    assert set(checked.states()) == {
        f"{kind} manual" for kind in ("identity", "degree", "employment", "certificate")
    }
    assert (found.state, checked.checks()["degree"].code) == ("work", "no_source")
    degree = checked.checks()["degree"]
    entered = {
        "check_id": degree.pk,
        "found_values": {"school": "西南财经大学", "degree": "学士", "major": "金融学", "end": "2018-06"},
        "verdict": "found",
        "confirmed_by": "学信网在线验证报告",
    }
    with pytest.raises(InvalidError) as missing:
        checked.hr(services.enter_result, **entered)
    assert missing.value.code == "no_paper"
    checked.hr(services.add_whole, check_id=degree.pk, name="报告.png", body=b"\x89PNG\r\n\x1a\n....")
    checked.hr(services.enter_result, **entered)
    with system_scope("test"):
        finding = Finding.objects.get(check_of=degree)
        assert (finding.by, finding.user_id, finding.note) == ("person", cast.hr.id, "学信网在线验证报告")
    assert checked.checks()["degree"].state == "clear"
    checked.hr(services.give_up, check_id=checked.checks()["identity"].pk, reason="本人未到场")
    assert checked.fresh().state == "work"
    assert checked.application().stage == "background_check"


def test_gaps_and_missing_ends_wait_on_the_list_and_a_bad_answer_is_a_risk(
    cast: Cast, others: Sources
) -> None:
    checked = opened(cast, GAPS)
    checked.agree()
    found = checked.work()
    assert found.state == "review"
    with cast.acting("hr"):
        (doubt,) = queries.doubts_of(found.pk)
    assert (doubt.kind, doubt.what, doubt.months, doubt.owner_id) == (
        "gap",
        "2020-04–2022-03",
        24,
        cast.hr.id,
    )
    with checked.person():
        services.explain(doubt_id=doubt.pk, text="在家照顾家人", now=checked.now)
    with cast.acting("west_hr"), pytest.raises((InvalidError, NotFoundError, DeniedError)):
        services.resolve(doubt_id=doubt.pk, resolution="plausible", text="x", now=checked.now)
    with pytest.raises(InvalidError):
        checked.hr(services.resolve, doubt_id=doubt.pk, resolution="plausible", text="")
    checked.hr(services.resolve, doubt_id=doubt.pk, resolution="not_plausible", text="与社保记录不符")
    assert checked.fresh().state == "review"
    checked.hr(services.tell, verification_id=found.pk)
    checked.hr(services.accept, verification_id=found.pk, reason="已补充社保记录，属实")
    assert checked.application().stage == "offer"


def test_a_consent_taken_back_stops_what_runs(cast: Cast, others: Sources) -> None:
    others.gateways["degree"].at_once = False
    checked = opened(cast)
    checked.agree()
    checked.work()
    degree = checked.checks()["degree"]
    assert (degree.state, degree.foreign_id) == ("running", "sim-1")
    with checked.person():
        assert services.withdraw(verification_id=checked.found.pk, kind="degree", now=checked.now) == 1
        assert services.withdraw(verification_id=checked.found.pk, kind="degree", now=checked.now) == 0
    before = len(others.gateways["degree"].requests)
    with system_scope("test"):
        services.send(check_id=degree.pk, now=checked.now)  # a task that was on its way already
        assert len(others.gateways["degree"].requests) == before
        for _twice in range(2):
            services.stop_kind(
                candidate_id=cast.candidate_id,
                purpose="check_degree",
                about_id=checked.found.pk,
                now=checked.now,
            )
        services.cancel(check_id=degree.pk)
    assert others.check("degree")["cancelled"]
    assert (checked.checks()["degree"].state, checked.checks()["degree"].code) == ("manual", "withdrawn")
    assert checked.states()[0] == "identity clear"


def test_a_source_down_for_a_day_is_asked_on_and_told_of_and_nothing_is_lost(
    cast: Cast, others: Sources, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And on the way back a worker is gone after the source took the question and before we wrote it down:
    the task that begins again asks nothing twice."""
    others.gateways["degree"].down = True
    checked = opened(cast)
    checked.agree()
    checked.work()
    degree = checked.checks()["degree"]
    assert degree.due_at is not None
    waits = []
    with system_scope("test"):
        while checked.now < NOW + timedelta(days=1):
            row = services.send(check_id=degree.pk, now=checked.now)
            assert row.next_try_at is not None
            assert Timer.objects.filter(kind=steps.TRY, key=str(degree.pk)).exists()
            waits.append(row.next_try_at - checked.now)
            checked.now = row.next_try_at
        checked.now = degree.due_at
        for _twice in range(2):
            services.late(check_id=degree.pk, now=checked.now)
    assert waits == sorted(waits)
    assert (waits[-1], len(waits) < 20) == (timedelta(hours=4), True)
    assert sent("check-stalled") == 1
    assert checked.checks()["degree"].state == "stalled"
    others.gateways["degree"].down = False
    with monkeypatch.context() as dying, system_scope("test"), pytest.raises(KeyboardInterrupt):
        dying.setattr(working, "_took", _gone)
        services.send(check_id=degree.pk, now=checked.now)
    assert len(others.gateways["degree"].checks) == 1
    assert checked.checks()["degree"].state == "stalled"
    found = checked.work()
    assert (found.state, checked.application().stage) == ("clear", "offer")
    assert len(others.gateways["degree"].checks) == 1


def _gone(*_given: Any) -> Any:
    raise KeyboardInterrupt


def test_an_application_that_goes_another_way_stops_everything(cast: Cast, others: Sources) -> None:
    others.gateways["identity"].at_once = False
    checked = opened(cast)
    checked.agree()
    checked.work()
    application = checked.application()
    with cast.acting("hr"):
        from bole.hiring.pipeline import services as moves

        moves.decline(
            application_id=application.pk,
            actor=cast.hr,
            reason="opening_filled",
            expected_version=application.version,
            now=checked.now,
        )
    with system_scope("test"):
        services.stop(application_id=application.pk, now=checked.now)
        assert services.stop(application_id=application.pk, now=checked.now) is None
        kinds = set(Timer.objects.filter(kind__startswith="verification.").values_list("kind", flat=True))
    assert kinds == {steps.RETENTION}
    assert (checked.fresh().state, set(checked.states())) == (
        "stopped",
        {f"{kind} stopped" for kind in ("identity", "degree", "employment", "certificate")},
    )


def test_what_is_over_is_destroyed_and_an_erased_person_leaves_nothing(cast: Cast, others: Sources) -> None:
    from bole.hiring.verification import holding

    checked = opened(cast)
    checked.agree()
    checked.work()
    degree = checked.checks()["degree"]
    with system_scope("test"):
        assert not services.erase_check(check_id=degree.pk, now=checked.now)
        over = checked.later(days=366)
        for check in Check.objects.filter(verification=checked.found):
            services.erase_check(check_id=check.pk, now=over)
        assert not services.erase_check(check_id=degree.pk, now=over)
        row = Check.objects.get(pk=degree.pk)
        assert (row.state, row.claimed, row.points, row.subject) == ("clear", {}, None, "")
        assert Finding.objects.get(check_of=degree).facts is None
        assert holding.export(cast.candidate_id)["background_checks"][0]["checks"][0]["findings"]
        assert holding.erase(cast.candidate_id, over) == 1
        assert holding.erase(cast.candidate_id, over) == 0
        assert not Verification.objects.exists()
        assert not Timer.objects.filter(kind__startswith="verification.").exists()
