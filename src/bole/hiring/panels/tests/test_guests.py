"""Members from another branch: the one application while the panel is open, and nothing else at any time."""

from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.db.utils import ProgrammingError
from django.test import Client
from django.urls import reverse
from tests.support.bank import Bank, log_in

from bole.foundation.access import queries as access
from bole.foundation.access import services as access_services
from bole.foundation.access.actors import acting_as, system_scope
from bole.foundation.access.models import GuestPass, RoleAssignment, User
from bole.foundation.audit.models import AuditLine
from bole.foundation.files.models import StoredFile
from bole.hiring.assessment.models import Report
from bole.hiring.candidates import services as candidates
from bole.hiring.candidates.models import Candidate
from bole.hiring.conftest import NOW, Answered, Cast
from bole.hiring.interviews.models import Answer, Interview, Recording
from bole.hiring.panels import queries, services
from bole.hiring.panels.models import Card, Panel, Seat
from bole.hiring.panels.tests.cast import KEYS, LATER, entries, opened, submitted
from bole.hiring.pipeline import queries as pipeline
from bole.hiring.pipeline import services as pipeline_services
from bole.hiring.pipeline.models import Application
from bole.hiring.requisitions import services as requisitions
from bole.hiring.requisitions.models import Requisition
from bole.hiring.viewings.models import Viewing, Watcher
from bole.kernel.errors import InvalidError
from bole.kernel.ids import new_id

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("soon")]
SEEN = (Panel, Seat, Candidate, Application, Requisition, Interview, Answer, Recording, StoredFile, Report)


def neighbours(cast: Cast) -> None:
    """Another person of the branch, and another application of the same person."""
    with cast.acting("hr"):
        other = candidates.register(
            unit_id=cast.bank.east.pk, name="许知夏", phone="13800002222", email="xu@example.org", now=NOW
        )
        second = requisitions.open_requisition(unit_id=cast.bank.east.pk, job_key="teller", now=NOW)
        for person in (other.pk, cast.candidate_id):
            pipeline_services.apply(candidate_id=person, requisition_id=second.pk, now=NOW)


def counts(user_id: UUID) -> dict[str, int]:
    """What the database itself shows somebody, whatever page he is on."""
    actor = access.actor_of_account(user_id)
    assert actor is not None
    with acting_as(actor):
        return {model.__name__: model.objects.count() for model in SEEN}


def codes(client: Client, user_id: UUID, addresses: dict[str, str]) -> dict[str, int]:
    log_in(client, User.objects.get(pk=user_id))
    return {name: client.get(address).status_code for name, address in addresses.items()}


def add(cast: Cast, panel: Panel, user_id: UUID, who: str = "chief") -> Seat:
    with cast.acting(who):
        return services.add_member(panel_id=panel.pk, user_id=user_id, now=LATER)


def places(cast: Cast, panel: Panel, report: Report) -> tuple[dict[str, str], dict[str, str]]:
    """Addresses a guest needs, and others of the same branch that are none of his business."""
    inside = {
        "one": reverse("panels:one", args=[panel.pk]),
        "card": reverse("panels:card", args=[panel.pk]),
        "report": reverse("assessment:report", args=[report.pk]),
        "interview": reverse("console:interview", args=[report.interview_id]),
    }
    outside = {
        "person": reverse("console:person", args=[cast.candidate_id]),
        "guide": reverse("panels:guide", args=[cast.application_id]),
        "pdf": reverse("assessment:pdf", args=[report.pk]),
    }
    return inside, outside


def test_a_guest_sees_one_application_until_the_panel_is_closed(
    client: Client, answered: Answered, report: Report, bank: Bank
) -> None:
    cast, guest = answered.cast, bank.user("interviewer", bank.west, "west-interviewer")
    stranger = bank.user("interviewer", bank.west, "west-other")
    neighbours(cast)
    panel = opened(cast, members=("interviewer",))
    inside, outside = places(cast, panel, report)
    nothing = dict.fromkeys(counts(guest.pk), 0)
    assert counts(guest.pk) == nothing
    assert set(codes(client, guest.pk, inside).values()) == {403}

    refused(cast, panel, bank, guest.pk)
    seat = add(cast, panel, guest.pk)
    assert add(cast, panel, guest.pk).pk == seat.pk  # a double click
    assert (seat.guest_of_id, seat.office) == (bank.west.pk, "branch")
    shown = counts(guest.pk)
    one_each = dict.fromkeys(("Panel", "Candidate", "Application", "Requisition", "Interview"), 1)
    assert shown == shown | one_each | {"Seat": 3, "Report": 1}
    assert min(shown[name] for name in ("Answer", "Recording", "StoredFile")) >= 1
    assert set(codes(client, guest.pk, inside).values()) == {200}
    assert set(codes(client, guest.pk, outside).values()) <= {403, 409}
    lists = "".join(client.get(reverse(f"console:{name}")).content.decode() for name in ("board", "list"))
    assert "许知夏" not in lists
    assert counts(stranger.pk) == nothing
    assert set(codes(client, stranger.pk, inside).values()) == {403}
    assert counts(cast.west_hr.id) == nothing

    watch_and_rate(client, cast, panel, report, guest.pk)
    with cast.acting("hr"):
        version = pipeline.get(cast.application_id).version
        services.agree(panel_id=panel.pk, competency=KEYS[0], level=4, reason="例子足够具体", now=LATER)
        services.close(panel_id=panel.pk, passed=True, expected_version=version, now=LATER)
    assert counts(guest.pk) == nothing
    assert set(codes(client, guest.pk, inside | outside).values()) == {403}
    assert not GuestPass.objects.exists()
    with system_scope("test"):
        verbs = AuditLine.objects.filter(verb__startswith="access.pass.").values_list("verb", flat=True)
        assert sorted(verbs) == ["access.pass.given", "access.pass.taken_back"]
        assert Card.objects.filter(user_id=guest.pk, submitted_at__isnull=False).count() == 1


def refused(cast: Cast, panel: Panel, bank: Bank, guest_id: UUID) -> None:
    """A branch asks nobody from elsewhere; HR and auditors of elsewhere are not asked."""
    auditor = bank.user("auditor", bank.west, "west-auditor")
    for who, user_id in (("hr", guest_id), ("chief", cast.west_hr.id), ("chief", auditor.pk)):
        with pytest.raises(InvalidError):
            add(cast, panel, user_id, who)
    with cast.acting("chief"):
        [(branch, people)] = queries.from_elsewhere(cast.chief, panel.unit_id)
    assert branch == bank.west.name
    assert {key for key, _name in people} >= {str(guest_id)}
    assert str(cast.west_hr.id) not in {key for key, _name in people}
    assert queries.from_elsewhere(cast.hr, panel.unit_id) == []


def watch_and_rate(client: Client, cast: Cast, panel: Panel, report: Report, guest_id: UUID) -> None:
    """In step with the others, the recording itself, a draft, and the last card, which reveals them all."""
    begin = reverse("viewings:begin", args=[report.interview_id])
    assert client.post(begin, {"about": str(panel.pk)}).status_code == 403  # the stranger of the last look
    log_in(client, User.objects.get(pk=guest_id))
    room = client.post(begin, {"about": str(panel.pk)}).headers["Location"]
    assert client.get(room).status_code == 200
    for verb in ("join", "beat"):
        assert client.post(f"{room}{verb}/").status_code == 200
    assert client.post(f"{room}control/", {"do": "play", "position": "2"}).json()["playing"]
    with system_scope("test"):
        viewing = Viewing.objects.get()
        assert Watcher.objects.filter(viewing=viewing, user_id=guest_id, joined_at__isnull=False).exists()
    media = client.get(reverse("viewings:media", args=[viewing.pk, viewing.answer_id])).json()["sources"]
    assert client.get(media[0]["url"]).status_code == 200
    draft = reverse("panels:draft", args=[panel.pk])
    assert client.post(draft, {f"level-{KEYS[0]}": "2", "saves": "0"}).status_code == 302
    submitted(cast, panel, "interviewer", 2, 3, 3, 4)
    submitted(cast, panel, "hr", 4, 4, None, 4)
    guest: Any = access.actor_of_account(guest_id)
    with acting_as(guest):
        card = services.submit(
            panel_id=panel.pk, entries=entries(4, 3, 3, 4), recommendation="advance", now=LATER
        )
        assert card.blind
        assert [one.pk for one in queries.listed(guest)] == [panel.pk]
    assert client.get(reverse("panels:together", args=[panel.pk])).status_code == 200
    for name in ("report", "pdf"):  # the machine's scores are open to him now
        assert client.get(reverse(f"assessment:{name}", args=[report.pk])).status_code == 200
    with acting_as(guest):  # shown, but not his to write
        assert Candidate.objects.update(number="X") == Application.objects.update(stage="offer") == 0
        with pytest.raises(ProgrammingError), transaction.atomic():
            Seat.objects.create(panel_id=new_id(), user_id=guest_id, unit_id=panel.unit_id, added_at=NOW)


def test_a_guest_is_seen_off_when_excused_called_off_or_the_person_erased(
    answered: Answered, report: Report, bank: Bank
) -> None:
    cast = answered.cast
    people = [bank.user("interviewer", bank.west, f"west-{n}") for n in range(2)]
    manager = bank.user("hiring_manager", bank.west, "west-manager")
    panel = opened(cast, members=("interviewer",))
    for one in (*people, manager):
        add(cast, panel, one.pk)
    with cast.acting("chief"):
        appointment = services.arrange(panel_id=panel.pk, minutes=45, now=LATER)
        assert people[0].pk in {one.user_id for one in appointment.attendees.all()}
    with cast.acting("hr"):
        services.excuse(panel_id=panel.pk, user_id=people[0].pk, why="出差两周", now=LATER)
    assert counts(people[0].pk)["Candidate"] == 0
    assert counts(manager.pk)["Candidate"] == counts(people[1].pk)["Candidate"] == 1
    with cast.acting("hr"):
        services.cancel(panel_id=panel.pk, reason="mistake", now=LATER)
    assert set(counts(manager.pk).values()) == set(counts(people[1].pk).values()) == {0}
    access_services.give_pass(
        user_id=manager.pk, host_id=bank.east.pk, about_id=panel.pk, things=[panel.pk], now=NOW
    )
    bank_role = access.actor_of_account(manager.pk)
    assert bank_role is not None
    assert bank_role.guest_units == (bank.east.pk,)
    RoleAssignment.objects.filter(user=manager).delete()
    gone = access.actor_of_account(manager.pk)
    assert gone is not None
    assert gone.guest_units == ()  # who has no role left in the bank is nobody's guest
