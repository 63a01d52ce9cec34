"""R93: three people play weeks of a probation: what is due, reported, corrected, said, and seen live."""

from datetime import timedelta
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from bole.foundation.access.actors import Actor, acting_as
from bole.foundation.audit.models import AuditLine
from bole.foundation.ui import panels
from bole.hiring.conftest import Cast
from bole.kernel.errors import ConflictError, DeniedError, InvalidError, NotFoundError
from bole.workforce.performance import queries, services
from bole.workforce.performance.models import Attachment, WeekReport, WeekTask
from bole.workforce.performance.services.tasks import NewTask
from bole.workforce.performance.tests.making import FIRST, PNG, as_system, at, begin, figures, sent

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_three_people_play_a_week(cast: Cast) -> None:
    begun = begin(cast)
    with begun.acting("employee"):
        tasks = {one.key: one for one in queries.sheet(begun.get(), 2).tasks}
    assert (tasks["new_customers"].target, tasks["visits"].target) == (3, 8)
    with begun.acting("manager"):
        changed = services.change_target(
            probation_id=begun.id, week=2, key="new_customers", target=4, onward=False, now=at(3)
        )
        added = services.add_task(
            probation_id=begun.id,
            week=2,
            task=NewTask("count", "陪同拜访", "次", 2),
            onward=True,
            now=at(3),
        )
    assert (changed, added) == (1, 12)
    with begun.acting("employee"):
        typed = figures(begun, 2, "3")
        services.save_draft(probation_id=begun.id, week=2, figures=typed, words="写到一半", now=at(9))
        assert queries.sheet(begun.get(), 2).draft.body["words"] == "写到一半"  # type: ignore[union-attr]
        file = services.attach(probation_id=begun.id, week=2, name="名片.png", body=PNG, now=at(9))
        report = services.send_report(
            probation_id=begun.id, week=2, figures=typed, words="拜访了商圈", now=at(10)
        )
        again = services.send_report(
            probation_id=begun.id, week=2, figures=typed, words="拜访了商圈", now=at(10)
        )
    assert again.pk == report.pk  # a double click is one report
    assert report.targets["new_customers"] == 4
    assert report.files == [{"id": str(file.file_id), "name": "名片.png"}]
    with cast.acting("hr"):
        row = queries.listing(cast.hr, at(11).date())[0]
        assert (row.probation.pk, row.standing.tone, row.standing.missing) == (begun.id, "slow", (1,))
        assert queries.sheet(begun.get(), 2).draft is None
        shown = {one.panel.key: one for one in panels.shown_to(cast.hr, cast.candidate_id, cast.bank.east.pk)}
        assert shown["performance"].fragment.context["row"]["probation"].pk == begun.id
    with begun.acting("manager"):
        services.comment(probation_id=begun.id, week=2, words="拜访记录很好", rating=4, now=at(11))
        with pytest.raises(ConflictError, match="already"):
            services.comment(probation_id=begun.id, week=2, words="拜访记录很好", rating=4, now=at(11))
    with begun.acting("employee"):
        sheet = queries.sheet(begun.get(), 2)
        assert [(one.words, one.rating) for one in sheet.notes] == [("拜访记录很好", 4)]
        corrected = services.send_report(
            probation_id=begun.id, week=2, figures=figures(begun, 2, "4"), words="补记一户", now=at(12)
        )
        versions = [
            (one.version, one.figures["new_customers"]) for one in queries.sheet(begun.get(), 2).older
        ]
    assert (corrected.version, versions) == (2, [(1, 3.0)])
    with as_system():
        verbs = set(AuditLine.objects.filter(object_id=begun.id).values_list("verb", flat=True))
        assert {
            f"workforce.performance.{one}" for one in ("week.reported", "week.commented", "task.changed")
        } <= verbs
        assert "拜访了商圈" not in "".join(AuditLine.objects.values_list("details", flat=True))
        old = WeekTask.objects.get(probation_id=begun.id, week=2, key="new_customers", until__isnull=False)
        assert old.target == 3  # what was due before stays readable


def test_what_an_employee_may_not_send(cast: Cast) -> None:
    begun = begin(cast)
    with begun.acting("employee"):
        whole = figures(begun, 1, "0")
        for change, field in (
            ({"visits": {"done": ""}}, "visits"),
            ({"visits": {"done": "-1"}}, "visits"),
            ({"visits": {"done": "nan"}}, "visits"),
            ({"visits": {"done": "八"}}, "visits"),
            ({"elsewhere": {"done": "1"}}, "elsewhere"),
            ({"case": {"words": "长" * 601}}, "case"),
        ):
            with pytest.raises(InvalidError) as caught:
                services.send_report(
                    probation_id=begun.id, week=1, figures={**whole, **change}, words="", now=at(3)
                )
            assert field in caught.value.fields
        for week, day in ((2, 3), (0, 3), (99, 3)):
            with pytest.raises(InvalidError, match="begun"):
                services.send_report(probation_id=begun.id, week=week, figures=whole, words="", now=at(day))
        with pytest.raises(InvalidError, match="begun"):
            services.send_report(probation_id=begun.id, week=1, figures=whole, words="", now=at(-2))
        for body, code in ((b"MZ" + b"\0" * 99, "type_not_allowed"), (b"", "empty")):
            with pytest.raises(InvalidError) as refused:
                services.attach(probation_id=begun.id, week=1, name="x", body=body, now=at(3))
            assert refused.value.code == code
        for _ in range(5):
            services.attach(probation_id=begun.id, week=1, name="a\u202eb.png", body=PNG, now=at(3))
        with pytest.raises(InvalidError, match="five"):
            services.attach(probation_id=begun.id, week=1, name="6.png", body=PNG, now=at(3))
        first = Attachment.objects.first()
        assert first is not None
        assert first.name == "ab.png"
        services.remove_attachment(probation_id=begun.id, attachment_id=first.pk, now=at(3))
    stranger = Actor(kind="candidate", candidate_id=cast.bank.head.pk)
    for actor, error in ((stranger, NotFoundError), (cast.hr, NotFoundError), (cast.west_hr, NotFoundError)):
        with acting_as(actor), pytest.raises(error):
            services.send_report(probation_id=begun.id, week=1, figures=whole, words="", now=at(3))
    with acting_as(stranger), pytest.raises(NotFoundError):
        queries.own(cast.candidate_id)
    with as_system():
        assert not WeekReport.objects.exists()


def test_tasks_of_a_reported_week_stay_and_nobody_else_sets_them(cast: Cast) -> None:
    begun = begin(cast)
    begun.send(1)
    change: dict[str, Any] = {"probation_id": begun.id, "key": "visits", "now": at(8)}
    with begun.acting("manager"):
        with pytest.raises(ConflictError, match="sent"):
            services.change_target(**change, week=1, target=1, onward=False)
        assert services.change_target(**change, week=1, target=6, onward=True) == 12
        assert services.drop_task(**change, week=5, onward=False) == 1
        with pytest.raises(InvalidError):
            services.change_target(**{**change, "key": "case"}, week=3, target=6, onward=False)
        with pytest.raises(InvalidError):
            services.add_task(
                probation_id=begun.id, week=3, task=NewTask("count", "x y", "", None), onward=False, now=at(8)
            )
    for who in ("interviewer", "auditor", "it_admin", "employee", "west_hr"):
        with begun.acting(who), pytest.raises((DeniedError, NotFoundError)):
            services.change_target(**change, week=3, target=1, onward=False)


def test_one_probation_per_person_however_often_it_is_asked_for(cast: Cast) -> None:
    begun = begin(cast)
    with as_system():  # the first day of work asked for it by itself
        asked = ProcrastinateJob.objects.get(task_name="performance.begin")
    assert asked.args["employee_id"] == str(begun.employee_id)
    with as_system():
        again = services.begin(employee_id=begun.employee_id, now=at(1))
        assert again is not None
        assert again.pk == begun.id
    assert begun.get().ends_on == FIRST.replace(year=2027, month=2, day=28)
    assert len(sent("probation-begun")) == 1
    with cast.acting("hr"), pytest.raises(PermissionError):
        services.begin(employee_id=begun.employee_id, now=at(1))
