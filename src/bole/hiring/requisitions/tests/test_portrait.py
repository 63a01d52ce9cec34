from decimal import Decimal

import pytest

from bole.foundation.audit import queries as audit
from bole.hiring.conftest import NOW, Cast
from bole.hiring.requisitions import library, queries, rules, services
from bole.kernel.errors import ConflictError, DeniedError, InvalidError, NotFoundError

pytestmark = pytest.mark.django_db


def changed(cast: Cast, version: int = 1, **weights: int) -> None:
    labels = {key: {"zh": key, "en": key} for key in weights}
    services.change_portrait(
        requisition_id=cast.requisition_id,
        weights={k: Decimal(w) for k, w in weights.items()},
        labels=labels,
        pass_mark=Decimal(70),
        expected_version=version,
        now=NOW,
    )


def test_opening_takes_the_librarys_portrait_as_version_one(cast: Cast) -> None:
    with cast.acting("hr"):
        requisition = queries.get(cast.requisition_id)
        assert requisition.portrait["weights"] == {
            k: float(w) for k, w in library.job("teller").weights.items()
        }
        versions = list(queries.portrait_history(requisition.pk))
    assert [v.version for v in versions] == [1]
    assert versions[0].saved_by_id == cast.hr.id


def test_a_change_makes_a_new_version_with_its_author(cast: Cast) -> None:
    with cast.acting("chief"):
        changed(cast, a=60, b=40)
        history = list(queries.portrait_history(cast.requisition_id))
        assert [(v.version, v.saved_by_id) for v in history] == [(2, cast.chief.id), (1, cast.hr.id)]
        verbs = [line.verb for line in audit.trail(("requisition", cast.requisition_id))]
    assert verbs[0] == "hiring.requisitions.requisition.portrait_changed"


def test_of_two_editors_the_second_is_told(cast: Cast) -> None:
    with cast.acting("chief"):
        changed(cast, a=60, b=40)
        with pytest.raises(ConflictError) as caught:
            changed(cast, a=50, b=50)
    assert caught.value.code == "lost_race"


def test_a_sum_other_than_100_changes_nothing(cast: Cast) -> None:
    with cast.acting("chief"):
        with pytest.raises(InvalidError):
            changed(cast, a=60, b=39)
        assert queries.get(cast.requisition_id).portrait_version == 1


def test_a_branch_cannot_change_weights(cast: Cast) -> None:
    with cast.acting("hr"), pytest.raises(DeniedError):
        changed(cast, a=60, b=40)


def test_another_branch_does_not_know_of_the_opening(cast: Cast) -> None:
    with cast.acting("west_hr"), pytest.raises(NotFoundError):
        queries.get(cast.requisition_id)


def test_opening_in_another_branch_is_denied(cast: Cast) -> None:
    with cast.acting("hr"), pytest.raises(DeniedError):
        services.open_requisition(unit_id=cast.bank.west.pk, job_key="teller", now=NOW)


def test_channels_are_a_closed_list(cast: Cast) -> None:
    with cast.acting("chief"):
        services.switch_channels(requisition_id=cast.requisition_id, channels=["speech"])
        with pytest.raises(InvalidError):
            services.switch_channels(requisition_id=cast.requisition_id, channels=["smell"])
        assert queries.get(cast.requisition_id).channels == ["speech"]


def test_closing_twice_is_harmless(cast: Cast) -> None:
    with cast.acting("hr"):
        services.close_requisition(requisition_id=cast.requisition_id, now=NOW)
        assert services.close_requisition(requisition_id=cast.requisition_id, now=NOW).state == "closed"
        assert not queries.open_for(cast.hr).exists()


@pytest.mark.parametrize(
    "key", ["teller", "relationship-manager", "risk-control", "credit-officer", "retail"]
)
def test_every_job_of_the_library_is_whole(key: str) -> None:
    job = library.job(key)
    assert sum(job.weights.values()) == 100
    assert job.key in library.keys()  # noqa: SIM118  a function of a module, not of a dictionary


def test_the_dialogue_scene_can_take_forty_of_a_hundred() -> None:
    manager = library.job("relationship-manager").weights
    weights = rules.with_dimension(manager, "customer_dialogue", Decimal(40))
    assert weights.pop("customer_dialogue") == 40
    assert weights == {key: weight * 60 / 100 for key, weight in manager.items()}


def test_an_unknown_job_is_named(cast: Cast) -> None:
    for key in ("nobody", "../jobs/teller"):
        with pytest.raises(NotFoundError):
            library.job(key)
    with pytest.raises(InvalidError):
        library.parse({"format": "bole.job/1", "surprise": 1})
