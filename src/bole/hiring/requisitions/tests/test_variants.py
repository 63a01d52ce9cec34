"""A branch varies within the bounds, head office decides, caps, ends, takes over; nobody sees a
neighbour's."""

from decimal import Decimal
from typing import Any

import pytest

from bole.foundation.access.actors import Actor, acting_as
from bole.foundation.access.queries import actor_for
from bole.foundation.audit import queries as audit
from bole.hiring.conftest import NOW, Cast
from bole.hiring.requisitions import queries, services
from bole.hiring.requisitions.models import BranchVariant
from bole.hiring.requisitions.tests.test_building import TODAY, sign
from bole.kernel.errors import ConflictError, DeniedError, InvalidError, NotFoundError

pytestmark = pytest.mark.django_db
WHY = "网点客户多为外地来客"


@pytest.fixture
def manager(cast: Cast) -> Actor:
    return actor_for(cast.bank.user("hiring_manager", cast.bank.head))


def draft(cast: Cast, who: str = "hr", unit: Any = None) -> BranchVariant:
    with cast.acting(who):
        unit = unit or cast.bank.east
        return services.begin_variant(unit_id=unit.pk, job_key="teller", now=NOW)


def save(row: BranchVariant, *added: tuple[str, str], **shifts: str) -> BranchVariant:
    return services.save_variant(
        variant_id=row.pk,
        added=[(key, Decimal(share), WHY) for key, share in added],
        shifts={key: Decimal(points) for key, points in shifts.items()},
        revision=row.revision,
        now=NOW,
    )


def in_force(cast: Cast, *added: tuple[str, str], **shifts: str) -> BranchVariant:
    row = draft(cast)
    with cast.acting("hr"):
        row = save(row, *added, **shifts)
        services.submit_variant(variant_id=row.pk, revision=row.revision, now=NOW)
    sign(cast.chief, row.pk, services.VARIANT)
    with cast.acting("hr"):
        return queries.get_variant(row.pk)


def weights(cast: Cast) -> dict[str, float]:
    with cast.acting("hr"):
        found: dict[str, float] = queries.portrait_for(queries.get(cast.requisition_id))["weights"]
        return found


def test_a_branch_asks_head_office_signs_and_the_difference_is_written_down(cast: Cast) -> None:
    row = in_force(cast, ("mandarin", "10"), communication="2", service_orientation="-2")
    assert weights(cast) == {"service_orientation": 29.7, "patience_care": 27.0, "financial_knowledge": 22.5,
                             "communication": 10.8, "mandarin": 10.0}  # fmt: skip
    with cast.acting("hr"):
        portrait = queries.portrait_for(queries.get(cast.requisition_id))
    assert portrait["base"] == {"version": 1, "unit": {"zh": "东分行", "en": "East"}}
    lines = {one["competency"]: (one["base"], one["here"], one["difference"]) for one in portrait["delta"]}
    assert lines["mandarin"] == (0.0, 10.0, 10.0)
    assert lines["service_orientation"] == (35.0, 29.7, -5.3)
    assert next(one for one in portrait["delta"] if one["competency"] == "mandarin")["reason"] == WHY
    assert row.number == 2
    assert portrait["version"] == 2, "its own number: no norm group mixes two sets of weights"
    with cast.acting("hr"):
        outlet = queries.body_for("teller", cast.bank.east_outlet.pk, TODAY)
        assert outlet == portrait, "the branch binds its outlets"
        assert queries.body_for("teller", cast.bank.west.pk, TODAY)["version"] == 1
        newest = services.open_requisition(unit_id=cast.bank.east_outlet.pk, job_key="teller", now=NOW)
        assert newest.portrait_version == 2


def test_the_bounds_hold_until_head_office_grants_more(cast: Cast) -> None:
    row = draft(cast)
    with cast.acting("hr"):
        for added, shifts, code in (
            ([("teamwork", "15.1")], {}, "beyond_cap"),
            ([("teamwork", "10"), ("mandarin", "6")], {}, "beyond_cap"),
            ([], {"communication": "6", "patience_care": "-6"}, "beyond_bound"),
            ([], {"communication": "5"}, "shifts_not_zero"),
            ([("no_such_thing", "10")], {}, "invalid"),
        ):
            with pytest.raises(InvalidError) as caught:
                save(row, *added, **shifts)
            assert caught.value.code == code
        with pytest.raises(DeniedError):
            services.allow(
                unit_id=cast.bank.east.pk, job_key="teller", cap=Decimal(30), reason="团队作业", now=NOW
            )
    with cast.acting("chief"):
        services.allow(
            unit_id=cast.bank.east.pk, job_key="teller", cap=Decimal(30), reason="团队作业", now=NOW
        )
    with cast.acting("hr"):
        assert save(row, ("teamwork", "30")).body["weights"]["teamwork"] == 30.0


def test_a_neighbour_sees_and_touches_nothing_and_nobody_signs_his_own(cast: Cast) -> None:
    row = draft(cast)
    with cast.acting("west_hr"):
        assert queries.variants("teller") == []
        for act in (
            lambda: save(row, ("mandarin", "10")),
            lambda: services.end_variant(variant_id=row.pk, reason="not ours", now=NOW),
            lambda: queries.get_variant(row.pk),
        ):
            with pytest.raises(NotFoundError):
                act()
        with pytest.raises(DeniedError):
            services.begin_variant(unit_id=cast.bank.east.pk, job_key="teller", now=NOW)
    for who in ("interviewer", "auditor", "it_admin"):
        with cast.acting(who), pytest.raises(DeniedError):
            services.begin_variant(unit_id=cast.bank.east.pk, job_key="teller", now=NOW)
    with cast.acting("chief"):
        with pytest.raises(InvalidError):
            services.begin_variant(unit_id=cast.bank.head.pk, job_key="teller", now=NOW)
        row = save(row, ("mandarin", "10"))
        services.submit_variant(variant_id=row.pk, revision=row.revision, now=NOW)
    with pytest.raises(DeniedError):
        sign(cast.chief, row.pk, services.VARIANT)
    with cast.acting("hr"), pytest.raises(ConflictError):
        save(row, ("mandarin", "12"))


def test_head_office_caps_and_ends(cast: Cast) -> None:
    row = in_force(cast, ("mandarin", "10"), ("teamwork", "5"))
    with cast.acting("hr"), pytest.raises(DeniedError):
        services.cap_variant(variant_id=row.pk, cap=Decimal(9), reason="too much", now=NOW)
    with cast.acting("chief"):
        with pytest.raises(InvalidError):
            services.cap_variant(variant_id=row.pk, cap=Decimal(20), reason="too much", now=NOW)
        capped = services.cap_variant(variant_id=row.pk, cap=Decimal(9), reason="too much", now=NOW)
    assert (weights(cast)["mandarin"], weights(cast)["teamwork"]) == (6.0, 3.0)
    with cast.acting("chief"):
        services.end_variant(variant_id=capped.pk, reason="not job-related", now=NOW)
        with pytest.raises(ConflictError):
            services.end_variant(variant_id=capped.pk, reason="not job-related", now=NOW)
        assert [one.end_reason for one in queries.past_variants("teller")][:1] == ["not job-related"]
        verbs = [line.verb for line in audit.trail(("branch_variant", capped.pk))]
    assert "hiring.requisitions.variant.ended" in verbs
    assert "mandarin" not in weights(cast)
    with cast.acting("hr"):
        assert queries.get(cast.requisition_id).portrait_version == 1


def test_promoted_it_is_everybodys_and_the_branch_has_nothing_of_its_own_left(
    cast: Cast, manager: Actor
) -> None:
    row = in_force(cast, ("mandarin", "10"))
    with cast.acting("chief"):
        portrait = services.promote_variant(variant_id=row.pk, now=NOW)
        services.submit(portrait_id=portrait.pk, effective_on=TODAY, revision=portrait.revision, now=NOW)
    sign(manager, portrait.pk)
    with cast.acting("hr"):
        assert queries.body_for("teller", cast.bank.west.pk, TODAY)["weights"] == weights(cast)
        assert "delta" not in queries.get(cast.requisition_id).portrait
        assert queries.variants("teller") == []
        assert queries.past_variants("teller")[0].end_reason == "now_in_baseline"


def test_a_new_baseline_carries_the_branch_along_on_its_new_ground(cast: Cast, manager: Actor) -> None:
    in_force(cast, ("mandarin", "10"))
    with acting_as(manager):
        row = services.begin(job_key="teller", now=NOW)
        row = services.add_dimension(
            portrait_id=row.pk, key="service_scene", share=Decimal(30), revision=row.revision, now=NOW
        )
        services.submit(portrait_id=row.pk, effective_on=TODAY, revision=row.revision, now=NOW)
    sign(cast.chief, row.pk)
    assert weights(cast)["service_scene"] == 26.9  # 27, less the tenth that rounding the others leaves over
    assert weights(cast)["mandarin"] == 10.0
    with cast.acting("hr"):
        portrait = queries.portrait_for(queries.get(cast.requisition_id))
        assert (portrait["version"], portrait["base"]["version"]) == (4, 3)
