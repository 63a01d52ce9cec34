"""From the signature to the first day, as the person, HR, IT and the manager."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from bole.foundation.access.actors import acting_as, system_scope
from bole.foundation.access.queries import actor_for
from bole.foundation.files.models import StoredFile
from bole.foundation.messaging.models import OutboxMessage
from bole.foundation.queue import timers
from bole.foundation.queue.models import Timer
from bole.hiring.conftest import NOW, Cast
from bole.hiring.pipeline import services as pipeline
from bole.hiring.pipeline.models import Application, Transition
from bole.kernel.errors import ConflictError, DeniedError, InvalidError, NotFoundError
from bole.ports.fakes.mail import FakeSms
from bole.workforce.employees.models import Employee, FileEntry, Step
from bole.workforce.onboarding import holding, queries, services
from bole.workforce.onboarding.models import ItTask, Material, Onboarding, Task
from bole.workforce.onboarding.tests.people import (
    FIRST,
    ID_NUMBER,
    READING,
    SIGNED,
    picture,
    sign,
    terms,
)

GIVEN = {
    "name": "林小禾",
    "id_number": ID_NUMBER,
    "sex": "女",
    "birth_date": "1949-12-31",
    "home_address": "江城市临江路 8 号",
}
pytestmark = pytest.mark.django_db


def sent(template: str) -> list[OutboxMessage]:
    with system_scope("test"):
        return list(OutboxMessage.objects.filter(template=template).order_by("queued_at"))


def test_a_signed_offer_becomes_one_record_and_one_checklist(cast: Cast) -> None:
    one = sign(cast)
    with system_scope("test"):
        again = services.begin(
            application_id=cast.application_id, offer_id=None, terms=terms(), signed_at=SIGNED, now=NOW
        )
        assert again.pk == one.onboarding.pk
        assert (Employee.objects.count(), Onboarding.objects.count()) == (1, 1)
        tasks = {task.key: task for task in Task.objects.all()}
        told = list(ItTask.objects.values_list("staff_number", "starts_on"))
    assert tasks["id_front"].due_on == date(2026, 11, 27)  # the seventh working day before
    assert tasks["teller_stamp"].owner == "hr"
    assert told == [(one.onboarding.employee.number, FIRST)] * 2
    (letter,) = sent("onboarding-started")
    assert letter.context["link"].endswith("/onboarding/")
    assert "/me/" in letter.context["link"]


def test_documents_from_the_phone_to_the_employee_file(cast: Cast) -> None:
    one = sign(cast)
    material = one.upload("id_front")
    assert material.state == "checking"
    other = {**READING, "fields": {**READING["fields"], "name": {"value": "许知夏", "confidence": 0.99}}}
    assert one.check(material, other) == "refused"
    with system_scope("test"):
        assert Material.objects.get().codes == ["other_name"]
    assert one.task("id_front").state == "open"
    second = one.upload("id_front")
    assert one.check(second, READING) == "to_confirm"
    with one.himself():
        with pytest.raises(InvalidError) as wrong:
            services.confirm(material_id=second.pk, given={**GIVEN, "id_number": "1"}, now=NOW)
        assert wrong.value.fields == {"id_number": "id_number"}
        for _click in range(2):
            services.confirm(material_id=second.pk, given=GIVEN, now=NOW)
    assert one.task("id_front").state == "waiting"
    with cast.acting("hr"):
        assert [row.pk for row in queries.waiting_materials(cast.hr)] == [second.pk]
        for _click in range(2):
            services.accept(material_id=second.pk, now=NOW)
    with system_scope("test"):
        filed = {row.field: row.value for row in FileEntry.objects.filter(source="material")}
        kept = {row.pk: row.erased_at for row in StoredFile.objects.all()}
    assert filed["id_number"] == ID_NUMBER
    assert filed["home_address"] == "江城市临江路 8 号"
    assert kept[second.file_id] is None
    assert kept[material.file_id] is not None  # the refused one is destroyed
    with one.himself(), pytest.raises(ConflictError):
        services.attach(task_id=one.task("id_front").pk, body=picture(), now=NOW)


def test_a_bad_photograph_loses_nothing(cast: Cast) -> None:
    """A second photograph is refused: the one handed in before stands again."""
    one = sign(cast)
    first = one.hand_in("id_front", GIVEN, READING)
    worse = one.upload("id_front")
    with system_scope("test"):
        assert Material.objects.get(pk=first.pk).state == "withdrawn"
    assert one.check(worse, {"refused": ["blurred"]}) == "refused"
    with system_scope("test"):
        assert Material.objects.get(pk=first.pk).state == "submitted"
    half = {"fields": {name: READING["fields"][name] for name in ("id_number", "name")}}
    cut = {**half, "refused": ["missing_address"], "hints": []}
    assert one.check(one.upload("id_front"), cut) == "refused"
    rest = {name: found for name, found in READING["fields"].items() if name != "name"}
    second = one.upload("id_front")
    assert one.check(second, {"fields": rest, "refused": ["missing_name"], "hints": []}) == "to_confirm"
    with system_scope("test"):
        assert Material.objects.get(pk=second.pk).read == READING["fields"]
    replaced = one.upload("id_front")
    one.upload("id_front")
    assert one.check(replaced, READING) == ""  # a worker that comes late finds it replaced


def test_sent_back_with_a_reason_and_corrected(cast: Cast) -> None:
    one = sign(cast)
    corrected = {**GIVEN, "home_address": "江城市北城路 1 号"}
    material = one.hand_in("id_front", corrected, READING)
    with system_scope("test"):
        assert Material.objects.get(pk=material.pk).codes == ["home_address_corrected"]
    with cast.acting("hr"):
        with pytest.raises(InvalidError):
            services.send_back(material_id=material.pk, reason="ugly", now=NOW)
        for _click in range(2):
            services.send_back(material_id=material.pk, reason="cut_off", now=NOW)
        with pytest.raises(ConflictError):
            services.accept(material_id=material.pk, now=NOW)
    assert one.task("id_front").state == "open"
    (letter,) = sent("material-sent-back")
    assert letter.context["reason"].startswith("拍得不全")
    photo = one.upload("photo")
    assert photo.state == "submitted"  # nothing to read: HR looks


def test_the_line_moves_on_until_everything_is_ready(cast: Cast) -> None:
    leader = actor_for(cast.bank.user("hiring_manager", cast.bank.east))
    one = sign(cast, manager_user_id=leader.id)
    for key in ("id_front", "id_back", "degree", "bank_card"):
        given = {**GIVEN, "bank_card": "4539578763621486"}
        material = one.hand_in(key, given)
        with cast.acting("hr"):
            services.accept(material_id=material.pk, now=NOW)
    photo = one.upload("photo")
    with cast.acting("hr"):
        services.accept(material_id=photo.pk, now=NOW)
        (whole,) = queries.whole([queries.get(one.onboarding.pk)])
        assert [step.state for step in whole.progress] == ["done", "now", "next"]
        for key in ("contract", "insurance", "teller_stamp"):
            services.finish(task_id=one.task(key).pk, now=NOW)
    with acting_as(cast.it_admin):
        rows = list(queries.for_it(cast.it_admin))
        with pytest.raises(InvalidError):
            services.finish_for_it(it_task_id=next(r.pk for r in rows if r.asks), now=NOW)
        for row in rows:
            for _click in range(2):
                services.finish_for_it(it_task_id=row.pk, now=NOW, answer="5F-23")
        assert not Task.objects.exists()  # row-level security: IT sees nobody
    elsewhere = actor_for(cast.bank.user("it_admin", cast.bank.west))
    with acting_as(elsewhere):
        assert not queries.for_it(elsewhere).exists()
        with pytest.raises(DeniedError):
            services.finish_for_it(it_task_id=rows[0].pk, now=NOW)
    with acting_as(leader):
        services.finish(task_id=one.task("first_week").pk, now=NOW)
        with pytest.raises(Exception, match="not allowed"):
            services.finish(task_id=one.task("contract").pk, now=NOW)
    assert one.now().state == "preparing"
    with one.himself():
        services.finish(task_id=one.task("read_guide").pk, now=NOW)
        services.finish(task_id=one.task("read_counter").pk, now=NOW)
        with pytest.raises(NotFoundError):
            services.finish(task_id=one.task("contract").pk, now=NOW)
    ready = one.now()
    assert (ready.state, ready.ready_at, ready.desk) == ("ready", NOW, "5F-23")
    with cast.acting("hr"):
        found = queries.figures_for(cast.hr, SIGNED)
        assert (found.ready_n, found.first_try, found.materials_n) == (1, 1.0, 5)
        assert found.days_to_ready == pytest.approx(2 / 24)
        services.reopen(task_id=one.task("insurance").pk, now=NOW)
    assert one.now().ready_at is None


def gateway() -> FakeSms:
    """What SMS_SENDER names here; nothing is delivered in these tests."""
    return FakeSms()


def test_the_first_day(cast: Cast, settings: Any) -> None:
    settings.SMS_SENDER = f"{__name__}.gateway"
    leader = cast.bank.user("hiring_manager", cast.bank.east)
    leader.email = "lead@example.org"
    leader.save()
    one = sign(cast, manager_user_id=leader.pk)
    with cast.acting("hr"):
        services.set_place(
            unit_id=cast.bank.east.pk,
            address={"zh": "临江路 8 号", "en": "8 Linjiang Road"},
            route={"zh": "地铁二号线", "en": "Metro 2"},
            contact="秦岚 0571-1",
            now=NOW,
        )
    morning = datetime(2026, 12, 7, 23, 30, tzinfo=UTC)  # 07:30 in the bank's zone
    for _twice in range(2):
        timers.sweep(morning)
    letter, text = sorted(sent("first-day"), key=lambda one: one.channel)
    assert (letter.channel, letter.address) == ("mail", "lin@example.org")
    assert (text.channel, text.address) == ("sms", "13800001111")
    assert text.context == letter.context
    assert letter.context["place"] == "临江路 8 号"
    assert "lead@example.org" in letter.context["leader"]
    assert "合规知识第一课" in letter.context["courses"]
    assert "服务礼仪" in letter.context["courses"]
    assert "branch_hr-E" in letter.context["colleagues"]
    team = sent("newcomer")
    assert {message.user_id for message in team} >= {leader.pk}
    assert all(message.context["newcomer"] == "林小禾" for message in team)
    timers.sweep(datetime(2026, 12, 8, 9, 30, tzinfo=UTC))
    asked = len(sent("start-unconfirmed"))
    timers.sweep(datetime(2026, 12, 9, 2, tzinfo=UTC))
    assert (asked > 0, len(sent("start-unconfirmed")) > asked) == (True, True)
    noon = datetime(2026, 12, 9, 4, tzinfo=UTC)
    with cast.acting("hr"):
        with pytest.raises(ConflictError) as open_tasks:
            services.join(onboarding_id=one.onboarding.pk, on=FIRST, expected_version=1, now=noon)
        assert open_tasks.value.code == "onboarding_incomplete"
        for _click in range(2):
            services.join(
                onboarding_id=one.onboarding.pk, on=FIRST, expected_version=1, now=noon, anyway=True
            )
    with system_scope("test"):
        assert Employee.objects.get().state == "probation"
        assert Application.objects.get().outcome == "hired"
        last = Transition.objects.order_by("version").last()
        assert last is not None
        assert (last.verb, last.outcome) == ("hired", "onboarding:joined")
        assert Step.objects.filter(verb="started").count() == 1
        assert not Timer.objects.filter(kind=services.UNCONFIRMED).exists()


def test_another_first_day_moves_what_counts_from_it(cast: Cast) -> None:
    one = sign(cast)
    with cast.acting("hr"):
        services.move(task_id=one.task("contract").pk, due_on=date(2026, 11, 25), now=NOW)
        added = services.add(
            onboarding_id=one.onboarding.pk, owner="candidate", title="体检报告", due_on=date(2026, 12, 1),
            required=True, now=NOW,
        )  # fmt: skip
        for _click in range(2):
            services.postpone(
                onboarding_id=one.onboarding.pk, to=date(2026, 12, 15), reason="notice_period",
                expected_version=1, now=NOW,
            )  # fmt: skip
    assert one.task("id_front").due_on == date(2026, 12, 4)
    assert one.task("contract").due_on == date(2026, 11, 25)
    assert one.task(added.key).due_on == date(2026, 12, 1)
    with system_scope("test"):
        assert set(ItTask.objects.values_list("starts_on", flat=True)) == {date(2026, 12, 15)}
        first = Timer.objects.get(kind=services.MORNING)
    assert first.due_at == datetime(2026, 12, 14, 23, tzinfo=UTC)
    assert len(sent("start-moved")) == 1


@pytest.mark.parametrize("reason", ["withdrew_after_signing", "no_show"])
def test_who_does_not_come_is_ended_by_a_person(cast: Cast, reason: str) -> None:
    one = sign(cast)
    leave = {"onboarding_id": one.onboarding.pk, "reason": reason, "expected_version": 1}
    later = datetime(2026, 12, 8, 10, tzinfo=UTC)
    with cast.acting("hr"):
        if reason == "no_show":
            with pytest.raises(ConflictError):
                services.leave(**leave, now=NOW)
        for _click in range(2):
            services.leave(**leave, now=later)
    with system_scope("test"):
        assert Employee.objects.get().state == "ended"
        assert Application.objects.get().outcome == "withdrawn"
        assert set(ItTask.objects.values_list("state", flat=True)) == {"dropped"}
        kinds = set(Timer.objects.values_list("kind", flat=True))
    assert not kinds & {services.MORNING, services.UNCONFIRMED, services.TASK_DUE}
    with one.himself(), pytest.raises(ConflictError):
        services.finish(task_id=one.task("read_guide").pk, now=later)


def test_a_newcomer_who_takes_the_application_back_is_not_ended_by_the_machine(cast: Cast) -> None:
    one = sign(cast)
    with one.himself():
        pipeline.withdraw(application_id=cast.application_id, now=NOW)
    with system_scope("test"):
        waiting = ProcrastinateJob.objects.filter(task_name=services.WITHDRAWN)
        assert [job.args["application_id"] for job in waiting] == [str(cast.application_id)]
        heard = [services.note_withdrawal(application_id=cast.application_id, now=NOW) for _twice in range(2)]
        assert heard == [True, False]
    assert (one.now().state, one.now().reason) == ("preparing", "withdrew_after_signing")
    assert len(sent("newcomer-withdrew")) == 1
    leave = {"onboarding_id": one.onboarding.pk, "reason": "withdrew_after_signing", "expected_version": 1}
    with cast.acting("hr"):
        services.leave(**leave, now=NOW)
    assert one.now().state == "ended"


def test_owners_are_reminded_once_a_day_then_somebody_else_hears(cast: Cast) -> None:
    sign(cast)
    due = datetime(2026, 11, 27, 1, 30, tzinfo=UTC)  # the morning both sides of the card are due
    timers.sweep(due)
    assert len(sent("onboarding-due")) == 1
    timers.sweep(due + timedelta(days=1))
    assert sent("onboarding-late") == []  # a Saturday
    timers.sweep(datetime(2026, 11, 30, 1, 30, tzinfo=UTC))
    assert len(sent("onboarding-late")) == 1
    timers.sweep(datetime(2026, 12, 4, 1, 30, tzinfo=UTC))
    task_mails = sent("onboarding-task-due")
    assert task_mails
    assert not any("林小禾" in str(message.context) for message in [*task_mails, *sent("onboarding-late")])


def test_what_the_person_gets_and_what_is_taken_away(cast: Cast) -> None:
    one = sign(cast)
    one.hand_in("id_front", GIVEN, READING)
    with system_scope("test"):
        given: Any = holding.export(cast.candidate_id)
        assert given["materials"][0]["confirmed"]["id_number"] == ID_NUMBER
        assert holding.erase(cast.candidate_id, NOW) > 0
        assert holding.erase(cast.candidate_id, NOW) == 0
        left: Any = holding.export(cast.candidate_id)
        assert (left["materials"][0]["read"], left["notes"]) == (None, [])
