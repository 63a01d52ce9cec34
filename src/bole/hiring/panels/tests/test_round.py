"""A panel from its opening to the decision: blind, independent, revealed, agreed, closed."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from bole.foundation.access.actors import system_scope
from bole.foundation.audit.models import AuditLine
from bole.foundation.messaging.models import OutboxMessage
from bole.foundation.privacy import registry
from bole.foundation.queue import timers
from bole.hiring.assessment import queries as assessment
from bole.hiring.conftest import NOW, Answered, Cast
from bole.hiring.interviews import queries as interviews
from bole.hiring.panels import queries, services
from bole.hiring.panels.models import Card, Guide, Panel, Seat
from bole.hiring.panels.tests.cast import (
    KEYS,
    LATER,
    RESUME,
    entries,
    opened,
    revealed,
    submitted,
    to_panel,
)
from bole.hiring.pipeline import queries as pipeline
from bole.hiring.pipeline import services as pipeline_services
from bole.hiring.scheduling import services as scheduling
from bole.kernel.errors import ConflictError, DeniedError, InvalidError, NotFoundError

pytestmark = pytest.mark.django_db


def code(error: Any) -> str:
    return str(error.value.code)


def test_from_opening_to_advance(answered: Answered, report: Any) -> None:
    cast = answered.cast
    panel = opened(cast)
    again = opened(cast)
    assert again.pk == panel.pk  # a double click
    with cast.acting("interviewer"):
        assert assessment.report_for(cast.interviewer, report.pk).hidden
        assert [one.pk for one in queries.to_score(cast.interviewer)] == [panel.pk]
    with cast.acting("chief"):
        assert assessment.report_for(cast.chief, report.pk).hidden  # head office too, once on the panel
    with cast.acting("west_hr"), pytest.raises(NotFoundError):
        queries.get(panel.pk)

    drafts(cast, panel)

    card = submitted(cast, panel, "interviewer", 2, 3, 3, 4)
    assert submitted(cast, panel, "interviewer", 2, 3, 3, 4).pk == card.pk  # a double click
    with pytest.raises(ConflictError) as late:
        submitted(cast, panel, "interviewer", 5, 3, 3, 4)
    assert code(late) == "card_locked"
    with cast.acting("interviewer"):
        assert not assessment.report_for(cast.interviewer, report.pk).hidden  # his own card is locked
        assert queries.together(queries.get(panel.pk)) is None  # others' are not shown yet
        with pytest.raises(DeniedError):
            services.agree(panel_id=panel.pk, competency=KEYS[0], level=3, reason="大家同意三档", now=NOW)

    panel = revealed(answered, panel)
    assert panel.state == Panel.State.REVEALED
    with cast.acting("hr"):
        together = queries.together(panel)
        assert together is not None
        assert together.open_ones == [KEYS[0]]
        assert [card.blind for card in together.cards] == [True, True, True]
        assert {one.office: one.n for one in together.offices} == {"head": 1, "branch": 2}
        with pytest.raises(ConflictError) as apart:
            close(cast, panel, passed=True)
        assert code(apart) == "consensus_open"
        services.agree(panel_id=panel.pk, competency=KEYS[0], level=4, reason="例子足够具体", now=LATER)
        closed = close(cast, panel, passed=True)
        assert close(cast, panel, passed=True).pk == closed.pk  # a double click
        application = pipeline.get(cast.application_id)
        assert application.stage == "background_check"
        assert closed.score == Decimal("63.7")  # (35·75 + 30·58.3 + 25·50 + 10·75) / 100
        assert queries.closed_score(application.pk) == 63.7
        assert pipeline.transitions(application.pk).last().outcome == "panel:63.7"  # type: ignore[union-attr]
        rows = list(queries.ratings_for_statistics(cast.hr))
        assert len(rows) == 11  # one "cannot say"
        assert {row.ai_score for row in rows if row.competency == KEYS[0]} == {panel.machine[KEYS[0]]}
        assert [one.passed for one in queries.verdicts(cast.hr)] == [True]
    with cast.acting("interviewer"):
        assert list(queries.ratings_for_statistics(cast.interviewer)) == []
    with system_scope("test"):
        lines = str(list(AuditLine.objects.filter(verb__startswith="hiring.panels").values("details")))
        assert "63.7" not in lines
        assert "三步" not in lines


def drafts(cast: Cast, panel: Panel) -> None:
    """Kept while he types; an older window loses, and nothing incomplete is locked."""
    with cast.acting("interviewer"):
        kept = services.save_draft(panel_id=panel.pk, entries={KEYS[0]: {"level": 2}}, now=NOW)
        services.save_draft(
            panel_id=panel.pk, entries={KEYS[0]: {"level": 3}}, expected_saves=kept.saves, now=NOW
        )
        with pytest.raises(ConflictError) as lost:  # an older window of the same person
            services.save_draft(
                panel_id=panel.pk, entries={KEYS[0]: {"level": 5}}, expected_saves=kept.saves, now=NOW
            )
        assert code(lost) == "lost_race"
        with pytest.raises(InvalidError) as missing:
            services.submit(panel_id=panel.pk, entries=entries(2, 3, 3, 5, evidence=""), now=NOW)
        assert missing.value.fields == {KEYS[0]: "evidence", KEYS[3]: "evidence"}


def close(cast: Cast, panel: Panel, *, passed: bool, reason: str = "") -> Panel:
    version = pipeline.get(cast.application_id).version
    return services.close(
        panel_id=panel.pk, passed=passed, reason=reason, expected_version=version, now=LATER
    )


def test_a_submitted_card_stays_and_an_amendment_stands_beside_it(answered: Answered, report: Any) -> None:
    cast = answered.cast
    panel = revealed(answered, opened(cast))
    with system_scope("test"):
        first = Card.objects.get(user_id=cast.interviewer.id)
        for name, value in {"levels": {}, "total": 1, "comment": "后来补的", "submitted_at": None}.items():
            again = Card.objects.get(pk=first.pk)
            setattr(again, name, value)
            with pytest.raises(IntegrityError), transaction.atomic():
                again.save(update_fields=[name])
        with pytest.raises(IntegrityError), transaction.atomic():
            first.delete()
        with pytest.raises(IntegrityError), transaction.atomic():
            Panel.objects.filter(pk=panel.pk).update(portrait={})
    with cast.acting("interviewer"):
        with pytest.raises(InvalidError):
            services.amend(
                panel_id=panel.pk, entries=entries(4, 3, 3, 4), recommendation="advance", reason=" ",
                expected_version=1, now=LATER,
            )  # fmt: skip
        made = services.amend(
            panel_id=panel.pk, entries=entries(4, 3, 3, 4), recommendation="advance",
            reason="漏记了一个例子", expected_version=1, now=LATER,
        )  # fmt: skip
        assert (made.version, made.blind) == (2, False)
        with pytest.raises(ConflictError):
            services.amend(
                panel_id=panel.pk, entries=entries(5, 3, 3, 4), recommendation="advance",
                reason="另一个窗口", expected_version=1, now=LATER,
            )  # fmt: skip
        assert [one.levels[KEYS[0]] for one in queries.versions_of(panel, cast.interviewer.id)] == [2, 4]
    with cast.acting("hr"):
        together = queries.together(queries.get(panel.pk))
        assert together is not None
        assert together.open_ones == []  # the amendment counts for the panel
        mine = [r for r in queries.ratings_for_statistics(cast.hr) if r.user_id == cast.interviewer.id]
        assert {row.level for row in mine if row.competency == KEYS[0]} == {2}  # not for independence
        with pytest.raises(InvalidError):
            close(cast, panel, passed=False, reason="because")
        assert close(cast, panel, passed=False, reason="others_stronger").decision == "declined"
        assert pipeline.get(cast.application_id).outcome == "declined"
    with cast.acting("interviewer"), pytest.raises(ConflictError):
        services.amend(
            panel_id=panel.pk, entries=entries(5, 3, 3, 4), recommendation="advance", reason="太晚了吧",
            expected_version=2, now=LATER,
        )  # fmt: skip

    with system_scope("test"):
        holder = next(one for one in registry.holders() if one.name.endswith("panels"))
        assert "漏记了一个例子" not in str(holder.export(cast.candidate_id)["panels"][0]["questions"])
        assert len(holder.export(cast.candidate_id)["panels"][0]["cards"]) == 4
        holder.erase(cast.candidate_id, LATER)
        card = Card.objects.get(pk=made.pk)
        assert (card.words, card.comment, card.reason) == ({}, "", "")
        assert card.levels[KEYS[0]] == 4
        assert not Guide.objects.exists()
        assert Panel.objects.get().guide == []


def test_who_may_open_and_sit(answered: Answered, report: Any) -> None:
    cast = answered.cast
    application = to_panel(cast, "deep_assessment")
    assert application.stage == "deep_assessment"

    def attempt(who: str, lead: str, *members: str) -> str:
        with cast.acting(who):
            try:
                services.open_panel(
                    application_id=cast.application_id,
                    user_ids=[getattr(cast, one).id for one in members],
                    lead_id=getattr(cast, lead).id,
                    expected_guide=0,
                    now=NOW,
                )
            except (ConflictError, DeniedError, InvalidError, NotFoundError) as error:
                return ",".join(getattr(error, "fields", {}).values()) or error.code
        return "opened"

    assert attempt("hr", "hr", "interviewer") == "not_panel_stage"
    to_panel(cast)
    assert attempt("interviewer", "hr", "interviewer") == "denied"
    assert attempt("west_hr", "hr", "interviewer") == "not_found"
    assert attempt("hr", "hr") == "count"
    assert attempt("hr", "hr", "west_hr") == "not_allowed"
    assert attempt("hr", "hr", "auditor") == "not_allowed"
    assert attempt("hr", "interviewer", "hr") == "not_allowed"
    assert attempt("hr", "hr", "interviewer") == "opened"
    with cast.acting("hr"):
        panel = queries.running(cast.application_id)
        assert panel is not None
        assert interviews.assigned_to(report.interview_id)[0].user_id == cast.interviewer.id
        services.add_member(panel_id=panel.pk, user_id=cast.chief.id, now=NOW)
        with pytest.raises(ConflictError):
            services.excuse(panel_id=panel.pk, user_id=cast.hr.id, why="没有时间参加", now=NOW)
        services.hand_over(panel_id=panel.pk, user_id=cast.chief.id)
        services.excuse(panel_id=panel.pk, user_id=cast.hr.id, why="没有时间参加", now=NOW)
        assert not assessment.report_for(cast.hr, report.pk).hidden
        assert dict(queries.seats(panel.pk)) == {cast.chief.id: True, cast.interviewer.id: False}
    submitted(cast, panel, "chief", 3, 3, 3, 3)
    with cast.acting("hr"):
        services.excuse(panel_id=panel.pk, user_id=cast.interviewer.id, why="病假", now=LATER)
        assert queries.get(panel.pk).state == Panel.State.REVEALED  # nobody else is waited for
        assert not interviews.assigned_to(report.interview_id)  # and who left reads no more
        assert not queries.get(panel.pk).scores_open
    with cast.acting("interviewer"), pytest.raises(NotFoundError):
        queries.get(panel.pk)


def test_a_panel_the_application_has_left_is_called_off(answered: Answered, report: Any) -> None:
    cast = answered.cast
    panel = opened(cast)
    with cast.acting("hr"):
        assert not services.stop_where_gone(application_id=cast.application_id, now=LATER)
        application = pipeline.get(cast.application_id)
        with pytest.raises(ConflictError) as held:  # nobody goes on past it by a click
            pipeline_services.advance(
                application_id=application.pk,
                to=pipeline.ways_on(application)[0].key,
                actor=cast.hr,
                reason="decided_by_person",
                expected_version=application.version,
                now=LATER,
            )
        assert code(held) == "panel_open"
        pipeline_services.decline(
            application_id=application.pk,
            actor=cast.hr,
            reason="not_reachable",
            expected_version=application.version,
            now=LATER,
        )
    with system_scope("test"):
        assert services.stop_where_gone(application_id=cast.application_id, now=LATER)
        assert queries.get(panel.pk).state == Panel.State.CANCELLED
        assert timers.sweep(NOW + timedelta(days=30)) >= 0
        assert not OutboxMessage.objects.filter(template__in=("panel-score", "panel-late")).exists()
    with cast.acting("hr"):
        assert not assessment.report_for(cast.hr, report.pk).hidden
    with cast.acting("interviewer"), pytest.raises(ConflictError):
        services.save_draft(panel_id=panel.pk, entries={}, now=LATER)


def appointed(cast: Cast, panel: Panel) -> datetime:
    """Arranged by HR and chosen; while a time is looked for no clock runs. Gives the beginning."""
    with cast.acting("hr"):
        made = services.arrange(
            panel_id=panel.pk, minutes=60, video_url="https://meet.bank.example/1", now=NOW
        )
        assert services.arrange(panel_id=panel.pk, minutes=60, now=NOW).pk == made.pk
        assert {one.user_id for one in made.attendees.all()} == {user for user, _ in queries.seats(panel.pk)}
        assert "/console/reports/" in made.link
        assert queries.get(panel.pk).due_at is None
        offered = scheduling.offer(appointment_id=made.pk, now=NOW)
        first: datetime = offered.slots.order_by("starts_at")[0].starts_at
        scheduling.agree(appointment_id=made.pk, starts_at=first, now=NOW)
    with system_scope("test"):
        assert services.follow(panel_id=panel.pk, now=NOW)
        assert not services.follow(panel_id=panel.pk, now=NOW)
        assert queries.get(panel.pk).due_at == first + timedelta(hours=25)
    return first


def test_reminders_end_with_the_owner(answered: Answered, report: Any) -> None:
    """First, second, escalation against a clock that is set by hand; who has submitted hears nothing."""
    cast = answered.cast
    from bole.foundation.access.models import User

    with system_scope("test"):
        for user in User.objects.all():
            user.email = f"{user.username}@bank.example"
            user.save(update_fields=["email"])
    panel = opened(cast)
    starts = appointed(cast, panel)
    with cast.acting("interviewer"):
        services.look(panel_id=panel.pk, now=NOW)

    def sent(hours: float) -> dict[str, int]:
        with system_scope("test"):
            timers.sweep(starts + timedelta(hours=hours))
            names = OutboxMessage.objects.filter(template__startswith="panel-").values_list(
                "template", flat=True
            )
            return {name: list(names).count(name) for name in names if name != "panel-seat"}

    assert sent(-25) == {}
    assert sent(-24) == {"panel-material": 2}  # the interviewer has looked already
    submitted(cast, panel, "chief", 3, 3, 3, 3)
    assert sent(20.9) == {"panel-material": 2}
    assert sent(21) == {"panel-material": 2, "panel-score": 2}
    assert sent(24.9)["panel-score"] == 2
    assert sent(25)["panel-score-again"] == 2
    assert "panel-late" not in sent(48.9)
    assert sent(49)["panel-late"] == 1
    assert sent(500) == {"panel-material": 2, "panel-score": 2, "panel-score-again": 2, "panel-late": 1}
    with system_scope("test"):
        words = OutboxMessage.objects.get(template="panel-late").context
        assert set(words["members"].split("、")) == {"branch_hr-E", "interviewer-E"}
        assert Seat.objects.filter(escalated_at__isnull=False).count() == 2
    submitted(cast, panel, "interviewer", 3, 3, 3, 3)
    submitted(cast, panel, "hr", 3, 3, 3, 3)
    assert sent(501)["panel-ready"] == 1


def test_the_guide_follows_report_and_resume_and_keeps_hr_words(answered: Answered, report: Any) -> None:
    from bole.hiring.candidates import services as candidates

    cast = answered.cast
    with cast.acting("hr"):
        candidates.keep_resume(candidate_id=cast.candidate_id, text=RESUME, now=NOW)
    to_panel(cast, "deep_assessment")
    with system_scope("test"):
        made = services.build_guide(application_id=cast.application_id, now=NOW)
        assert made is not None
        same = services.build_guide(application_id=cast.application_id, now=LATER)
        assert same is not None
        assert (made.version, same.version) == (1, 1)
    asked = {one["id"]: one for one in made.questions}
    assert [key for key, one in asked.items() if one["part"] == "core"] == [f"core-{key}" for key in KEYS]
    assert "2024 年 3 月" in asked["employment-gap"]["reasons"][0]["words"]["zh"]
    assert made.report_id == report.pk
    with cast.acting("hr"):
        change = {"application_id": cast.application_id, "now": LATER}
        with pytest.raises(ConflictError) as core:
            services.change_question(
                question_id="core-communication", text="换一个问题吧", removed=False, expected_version=1,
                **change,
            )  # fmt: skip
        assert code(core) == "core_question"
        services.change_question(
            question_id="employment-gap", text="那一年半您主要在做什么？", removed=False,
            expected_version=1, **change,
        )  # fmt: skip
        with pytest.raises(ConflictError):
            services.add_question(
                text="为什么选我们？", why="想了解动机", competency="", expected_version=1, **change
            )
        services.add_question(
            text="为什么选我们？", english="Why us?", why="想了解动机", competency="", expected_version=2,
            **change,
        )  # fmt: skip
        panel = opened(cast)
        texts = [one["text"]["zh"] for one in panel.guide]
        assert "那一年半您主要在做什么？" in texts
        assert texts[-1] == "为什么选我们？"
        english = [one["text"]["en"] for one in panel.guide]
        assert "那一年半您主要在做什么？" in english  # nobody gave other words
        assert english[-1] == "Why us?"
        with pytest.raises(ConflictError) as frozen:
            services.change_question(
                question_id="employment-gap", text="再换一个说法", removed=True, expected_version=3, **change
            )
        assert code(frozen) == "guide_frozen"
    with cast.acting("interviewer"), pytest.raises(DeniedError):
        services.add_question(
            text="为什么选我们？", why="想了解动机", competency="", expected_version=3, **change
        )
