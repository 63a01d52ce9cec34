from decimal import Decimal

import pytest

from bole.hiring.conftest import NOW, Cast
from bole.hiring.requisitions import library, queries, rules, services
from bole.kernel.errors import DeniedError, InvalidError, NotFoundError

pytestmark = pytest.mark.django_db


def test_opening_takes_the_librarys_portrait_as_version_one(cast: Cast) -> None:
    with cast.acting("hr"):
        requisition = queries.get(cast.requisition_id)
        assert requisition.portrait["weights"] == {
            k: float(w) for k, w in library.job("teller").weights.items()
        }
        versions = list(queries.portrait_history(requisition.pk))
    assert [v.version for v in versions] == [1]
    assert versions[0].saved_by_id == cast.hr.id


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


@pytest.mark.parametrize("key", library.keys())
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
