"""A process changes for those who come; who is on the way keeps the version he began with."""

import copy
from typing import Any
from uuid import UUID

import pytest

from bole.foundation.access.actors import system_scope
from bole.foundation.audit.models import AuditLine
from bole.hiring.candidates import services as candidates
from bole.hiring.conftest import NOW, Cast
from bole.hiring.pipeline import queries, services, versions
from bole.hiring.pipeline.models import Application, ProcessVersion
from bole.hiring.pipeline.rules import bodies
from bole.kernel.errors import BoleError, ConflictError, DeniedError, InvalidError, NotFoundError

pytestmark = pytest.mark.django_db
KEY = "bank-standard"


def apply(cast: Cast, number: int) -> Application:
    with cast.acting("hr"):
        somebody = candidates.register(
            unit_id=cast.bank.east.pk, name="某人", email=f"n{number}@example.org", now=NOW
        )
        return services.apply(candidate_id=somebody.pk, requisition_id=cast.requisition_id, now=NOW)


def change(cast: Cast, edit: Any) -> ProcessVersion:
    """Head office publishes what ``edit`` makes of the body."""
    with cast.acting("chief"):
        draft = services.start_draft(key=KEY, now=NOW)
        body = copy.deepcopy(draft.body)
        edit(body)
        saved = services.save_draft(process_id=draft.pk, body=body, expected_sha256=draft.sha256)
        return services.publish(process_id=draft.pk, expected_sha256=saved.sha256, now=NOW)


def rename_offer(body: dict[str, Any]) -> None:
    for stage in body["stage"]:
        if stage["key"] == "offer":
            stage["label"] = {"zh": "谈薪与录用", "en": "Terms and offer"}


def stages(application: Application) -> list[str]:
    return [stage.key for stage in queries.process_of(application).stages]


def test_running_applications_keep_the_version_they_began_with(cast: Cast) -> None:
    published = change(cast, rename_offer)
    new = apply(cast, 1)
    with cast.acting("hr"):
        old = queries.get(cast.application_id)
        assert (old.process_version, new.process_version) == (1, published.number)
        assert queries.process_of(old).stage("offer").label["en"] == "Offer"
        assert queries.process_of(new).stage("offer").label["en"] == "Terms and offer"
        assert versions.in_force(KEY).number == published.number


def test_a_draft_is_checked_shown_once_and_lost_races_are_told(cast: Cast) -> None:
    with cast.acting("chief"):
        draft = services.start_draft(key=KEY, now=NOW)
        assert services.start_draft(key=KEY, now=NOW).pk == draft.pk
        with pytest.raises(ConflictError, match="in force"):
            services.publish(process_id=draft.pk, expected_sha256=draft.sha256, now=NOW)
        body = copy.deepcopy(draft.body)
        body["stage"][0]["leads_to"] = []
        saved = services.save_draft(process_id=draft.pk, body=body, expected_sha256=draft.sha256)
        with pytest.raises(ConflictError, match="meantime"):
            services.save_draft(process_id=draft.pk, body=body, expected_sha256=draft.sha256)
        with pytest.raises(InvalidError, match="no_way_to_the_end"):
            services.publish(process_id=draft.pk, expected_sha256=saved.sha256, now=NOW)
        with pytest.raises(InvalidError):
            services.save_draft(process_id=draft.pk, body={"stage": 7}, expected_sha256=saved.sha256)
        services.drop_draft(process_id=draft.pk)
        assert not ProcessVersion.objects.filter(state="draft").exists()
        with pytest.raises(NotFoundError):
            services.start_draft(key="nobodys", now=NOW)


@pytest.mark.parametrize("who", ["hr", "west_hr", "interviewer", "auditor", "it_admin"])
def test_only_head_office_designs(cast: Cast, who: str) -> None:
    with cast.acting(who), pytest.raises(DeniedError):
        services.start_draft(key=KEY, now=NOW)
    with cast.acting(who), pytest.raises(DeniedError):
        services.new_process(key="x", title={"zh": "x", "en": "x"}, like=KEY, now=NOW)


def test_a_stage_put_in_holds_for_that_opening_and_for_who_comes_later(cast: Cast) -> None:
    what = {"requisition_id": cast.requisition_id, "stage_key": "quick_screening", "now": NOW}
    with system_scope("surge"):
        put = services.insert_stage(**what, before="ai_interview", why="241 applications in 24 hours")
        again = services.insert_stage(**what, before="ai_interview", why="again")
    assert put.version == again.version
    late = apply(cast, 1)
    with system_scope("test"):
        old = Application.objects.get(pk=cast.application_id)
        assert "quick_screening" not in stages(old)
        assert stages(late)[:3] == ["screening", "quick_screening", "ai_interview"]
        assert queries.process_of(late).stage("screening").leads_to == ("quick_screening",)
        assert versions.in_force(KEY).number == 1
        services.remove_stage(**what, why="the surge is over")
        services.remove_stage(**what, why="twice is once")
    assert "quick_screening" not in stages(apply(cast, 2))
    with cast.acting("hr"):  # who began with it goes through it
        moved = services.advance(
            application_id=late.pk,
            to="quick_screening",
            actor=cast.hr,
            reason="x",
            expected_version=1,
            now=NOW,
        )
    assert moved.stage == "quick_screening"
    with system_scope("test"):
        verbs = AuditLine.objects.filter(verb__startswith="hiring.pipeline.process").values_list(
            "verb", flat=True
        )
        assert [verb.rsplit(".", 1)[-1] for verb in verbs] == ["derived", "retired"]


def test_a_stage_put_in_follows_a_new_version_of_the_process(cast: Cast) -> None:
    with system_scope("surge"):
        services.insert_stage(
            requisition_id=cast.requisition_id,
            stage_key="quick_screening",
            before="screening",
            why="x",
            now=NOW,
        )
    change(cast, rename_offer)
    late = apply(cast, 1)
    assert late.stage == "quick_screening"  # in front of the first, it is the first
    with cast.acting("hr"):
        assert queries.process_of(late).stage("offer").label["en"] == "Terms and offer"


@pytest.mark.parametrize(
    ("stage_key", "before", "error"),
    [
        ("nobodys", "ai_interview", NotFoundError),
        ("../jobs/teller", "ai_interview", NotFoundError),
        ("quick_screening", "nowhere", ConflictError),
        ("quick_screening", "closed", InvalidError),
    ],
)
def test_what_cannot_be_put_in(cast: Cast, stage_key: str, before: str, error: type[BoleError]) -> None:
    with system_scope("surge"), pytest.raises(error):
        services.insert_stage(
            requisition_id=cast.requisition_id, stage_key=stage_key, before=before, why="x", now=NOW
        )
    with cast.acting("west_hr"), pytest.raises(NotFoundError):
        services.insert_stage(
            requisition_id=cast.requisition_id, stage_key="quick_screening", before="panel", why="x", now=NOW
        )


def test_a_process_of_the_banks_own(cast: Cast) -> None:
    with cast.acting("chief"):
        made = services.new_process(key="interns", title={"zh": "实习生", "en": "Interns"}, like=KEY, now=NOW)
        with pytest.raises(ConflictError):
            services.new_process(key=KEY, title={"zh": "x", "en": "x"}, like=KEY, now=NOW)
        services.publish(process_id=made.pk, expected_sha256=made.sha256, now=NOW)
        assert queries.check_process("interns").title["en"] == "Interns"


def test_a_body_comes_back_as_it_went(cast: Cast) -> None:
    row = ProcessVersion.objects.get(key=KEY)
    assert bodies.body(bodies.read(row.body)) == row.body
    assert bodies.fingerprint(row.body) == row.sha256
    assert isinstance(row.pk, UUID)
