"""Norm groups: frozen at night, without persons, named by the report."""

from datetime import timedelta
from decimal import Decimal

import pytest

from bole.foundation.access.actors import ANONYMOUS, acting_as, system_scope
from bole.foundation.queue import timers
from bole.foundation.queue.models import Timer
from bole.hiring.assessment import handlers, queries, services, tasks
from bole.hiring.assessment.models import AnswerRating, NormTable, Report
from bole.hiring.assessment.tests.test_compare import copy_of
from bole.hiring.conftest import NOW, Answered

pytestmark = pytest.mark.django_db


def group_of(report: Report, n: int, **more: object) -> list[Report]:
    return [copy_of(report, str(number), **more) for number in range(n)]


def rerate(report: Report) -> None:
    """The same rating once more, as another version: the next compilation is a new report."""
    with system_scope("test"):
        old = AnswerRating.objects.filter(interview_id=report.interview_id).first()
        assert old is not None
        AnswerRating.objects.create(
            unit_id=old.unit_id,
            candidate_id=old.candidate_id,
            interview_id=old.interview_id,
            answer_id=old.answer_id,
            attempt=old.attempt,
            version=2,
            input_sha256="f" * 64,
            result=old.result,
            hash=old.hash,
            rated_at=NOW,
        )


def test_below_thirty_people_there_is_no_percentile(answered: Answered, report: Report) -> None:
    group_of(report, 28)
    mine = copy_of(report, "90.0")
    with system_scope("test"):
        Report.objects.filter(pk=report.pk).update(total=None)
    assert services.freeze_norms(now=NOW) == []
    assert queries.percentile(mine) is None
    copy_of(report, "95.0")
    (table,) = services.freeze_norms(now=NOW)
    rank = queries.percentile(mine)
    assert rank is not None
    assert (rank.n, rank.top, rank.version) == (30, 5.0, 1)
    assert rank.low <= 100 * 1 / 29 <= rank.high
    assert (table.period_to - table.period_from).days == 365


def test_reports_of_another_portrait_are_another_norm_group(answered: Answered, report: Report) -> None:
    group_of(report, 40, portrait_version=2)
    services.freeze_norms(now=NOW)
    assert NormTable.objects.get().portrait_version == 2
    assert queries.percentile(report) is None


def test_only_the_last_year_counts(answered: Answered, report: Report) -> None:
    group_of(report, 40)
    with system_scope("test"):
        Report.objects.exclude(pk=report.pk).update(created_at=NOW - timedelta(days=366))
    assert services.freeze_norms(now=NOW) == []


def test_a_table_names_nobody_and_everybody_may_read_it(answered: Answered, report: Report) -> None:
    group_of(report, 30)
    services.freeze_norms(now=NOW)
    with acting_as(ANONYMOUS):
        table = NormTable.objects.get()
        assert not Report.objects.exists()
    assert table.n == sum(table.totals.values()) == 31
    assert {field.name for field in NormTable._meta.get_fields()} == {
        "id", "job_key", "portrait_version", "version", "period_from", "period_to", "n", "totals", "sha256",
        "computed_at",
    }  # fmt: skip


def test_a_branch_sees_its_people_among_the_whole_bank(answered: Answered, report: Report) -> None:
    group_of(report, 30, unit_id=answered.cast.bank.west.pk)
    services.freeze_norms(now=NOW)
    with answered.cast.acting("hr"):
        rank = queries.percentile(report)
    assert rank is not None
    assert rank.n == 31


def test_the_same_people_make_no_new_version(answered: Answered, report: Report) -> None:
    group_of(report, 30)
    (first,) = services.freeze_norms(now=NOW)
    assert services.freeze_norms(now=NOW + timedelta(days=1)) == []
    late = NOW + timedelta(days=2)
    copy_of(report, "55.0")
    (second,) = services.freeze_norms(now=late)
    assert (second.version, second.n, first.n) == (2, 32, 31)
    assert first.sha256 != second.sha256


def test_an_early_report_stays_with_the_first_table_it_is_counted_in(
    answered: Answered, report: Report
) -> None:
    mine = copy_of(report, "90.0")
    group_of(report, 30)
    services.freeze_norms(now=NOW)
    before = queries.percentile(mine)
    for _ in range(20):
        copy_of(report, "99.0")
    services.freeze_norms(now=NOW + timedelta(days=1))
    assert before is not None
    assert queries.percentile(mine) == before


def test_a_report_names_the_table_it_is_read_against(answered: Answered, report: Report) -> None:
    group_of(report, 30)
    (table,) = services.freeze_norms(now=NOW)
    rerate(report)
    made = answered.compile(NOW + timedelta(hours=1))
    assert made.pk != report.pk
    named = made.body["provenance"]["norms"]
    assert (named["job_key"], named["version"], named["n"]) == ("teller", table.version, table.n)
    assert named["sha256"] == table.sha256
    for _ in range(20):
        copy_of(report, "1.0")
    services.freeze_norms(now=NOW + timedelta(days=1))
    rank = queries.percentile(made)
    assert rank is not None
    assert (rank.version, rank.n) == (table.version, table.n)
    assert "norms" not in report.body["provenance"]


def test_a_new_group_is_counted_at_once_and_an_old_one_at_night(answered: Answered, report: Report) -> None:
    group_of(report, 30)
    services.expect_statistics(now=NOW)
    assert NormTable.objects.count() == 1
    copy_of(report, "77.0")
    services.expect_statistics(now=NOW)
    assert NormTable.objects.count() == 1
    with system_scope("test"):
        due = Timer.objects.get(kind="assessment.statistics").due_at
    assert due == NOW.replace(hour=18, minute=30)  # 02:30 in China
    assert timers.sweep(due) >= 1
    assert NormTable.objects.count() == 2


def test_figures_are_expected_after_every_report_and_every_card(
    answered: Answered, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(handlers.queue, "defer", lambda name, **more: told.append(name))
    with answered.cast.acting("hr"):
        card = services.start_review(report_id=report.pk, now=NOW)
        levels = dict.fromkeys(report.body["portrait"]["weights"], Decimal(3))
        services.submit_review(review_id=card.pk, levels=levels, now=NOW)
    own = [name for name in told if name.startswith("hiring.assessment.")]  # others listen to the same events
    assert sorted(own) == [tasks.STATISTICS, tasks.SECOND_OPINION]
