"""The pure figures: jobs, one rater, machine and panel."""

from uuid import UUID, uuid4

import pytest

from bole.insight.agreement import machine, people
from bole.insight.agreement.machine import Gate, Judged
from bole.insight.agreement.people import Rated, Raters
from bole.insight.agreement.tests.planted import COMPETENCIES, Sat, sittings
from bole.measurement.reliability import Estimate

RATERS = [uuid4() for _ in range(4)]


def rows_of(sats: list[Sat], job: str = "teller") -> list[Rated]:
    found = []
    for place, sat in enumerate(sats):
        panel, application = UUID(int=place), UUID(int=place)
        for user, levels in sat.levels.items():
            for key, level in zip(COMPETENCIES, levels, strict=True):
                score = 25.0 * (level - 1)
                month = 24_311 - round(sat.days_ago / 30)
                found.append(
                    Rated(panel, application, job, user, key, level, score, month, sat.machine.get(key))
                )
    return found


@pytest.fixture(scope="module")
def many() -> list[Sat]:
    return sittings(RATERS, 140)


def test_a_job_has_an_icc_and_a_kappa_per_competency(many: list[Sat]) -> None:
    (job,) = people.jobs(rows_of(many))
    assert (job.panels, job.raters, job.forms) == (140, 4, ("1,1", "1,k"))
    assert [line.competency for line in job.lines] == sorted(COMPETENCIES)
    for line in job.lines:
        assert (line.n, line.state) == (140, "sure")
        assert line.single.value is not None
        assert line.mean.value is not None
        assert 0.4 < line.single.value < line.mean.value < 1
        assert line.kappa.low is not None


def test_the_same_two_raters_for_everybody_are_crossed() -> None:
    pair = sittings(RATERS[:2], 20)
    (job,) = people.jobs(rows_of(pair))
    assert job.forms == ("2,1", "2,k")
    assert job.lines[0].state == "early"
    assert people.jobs(rows_of(pair[:4]))[0].lines[0].state == "too_few"
    assert people.jobs([]) == []


def test_the_strict_rater_is_found_and_nobody_else(many: list[Sat]) -> None:
    raters = Raters(rows_of(many))
    found = {user: raters.of(user) for user in RATERS}
    hints = {place: found[user].hints for place, user in enumerate(RATERS) if found[user] is not None}  # type: ignore[union-attr]  # it is no None
    assert "strict" in hints[0]
    assert all("strict" not in hints[place] for place in (1, 2, 3))
    first = found[RATERS[0]]
    assert first is not None
    assert first.severity.value == pytest.approx(-25 * 3 / 4, abs=4)  # a level below three others: 25·3/4
    assert (first.linked, first.state) == (3, "sure")
    assert sum(one.n for _month, one in first.drift.months) >= first.people
    assert raters.of(uuid4()) is None
    few = Raters(rows_of(many[:8])).of(RATERS[0])
    assert few is None or few.hints == ()


def test_one_panel_rests_on_its_competencies() -> None:
    found = people.one_panel({RATERS[0]: {"a": 1, "b": 3, "c": 5}, RATERS[1]: {"a": 2, "b": 3, "c": None}})
    assert (found.n, found.dropped) == (2, 1)


@pytest.mark.parametrize(
    ("low", "word"), [(0.95, "excellent"), (0.8, "good"), (0.5, "moderate"), (0.1, "poor")]
)
def test_an_icc_is_named_by_its_lower_end(low: float, word: str) -> None:
    assert people.reading(Estimate(0.97, low, 0.99, 40)) == word


def judged(both: int, machine_only: int, panel_only: int, neither: int) -> list[Judged]:
    cells = (
        (both, True, True), (machine_only, False, True), (panel_only, True, False), (neither, False, False),
    )  # fmt: skip
    return [Judged(uuid4(), panel, said) for n, panel, said in cells for _ in range(n)]


def test_sixty_against_thirty_is_a_mismatch_with_its_competency(many: list[Sat]) -> None:
    """R70: the machine passes 60 %, the panel 30 %."""
    found = machine.consistency("teller", Gate(90, 150), judged(28, 34, 2, 36), rows_of(many))
    assert (found.table.machine, found.table.panel) == (Gate(62, 100), Gate(30, 100))
    assert (found.basis, found.alarm) == ("same_people", True)
    assert found.causes == ["service_orientation"]
    assert found.difference.value == pytest.approx(0.32)
    assert found.mcnemar < 0.001
    assert found.kappa.value == pytest.approx(0.345, abs=0.02)
    weights = {gap.competency: gap.weight for gap in found.gaps}
    assert all(one is not None and 0 < one <= 1 for one in weights.values())


@pytest.mark.parametrize(
    ("gate", "table", "basis", "alarm"),
    [
        (Gate(90, 150), (12, 28, 0, 0), "gates", True),  # only people the machine passed came
        (Gate(90, 150), (20, 20, 0, 0), "gates", False),  # ten points
        (Gate(90, 150), (5, 15, 0, 0), "too_few", False),  # twenty panels
        (Gate(9, 15), (12, 28, 0, 0), "too_few", False),
        (Gate(90, 150), (30, 8, 8, 30), "same_people", False),  # both ways alike
        (Gate(90, 150), (20, 1, 12, 7), "same_people", True),  # the panel passes more
    ],
)
def test_when_an_alarm_is_raised(gate: Gate, table: tuple[int, ...], basis: str, alarm: bool) -> None:
    found = machine.consistency("teller", gate, judged(*table), [])
    assert (found.basis, found.alarm) == (basis, alarm)


def test_the_weight_waits_for_fifty_people() -> None:
    people_agree = Estimate(0.8, 0.7, 0.9, 50)
    assert machine.weight(Estimate(0.4, n=50), people_agree) == pytest.approx(0.5)
    assert machine.weight(Estimate(-0.2, n=50), people_agree) == 0.0
    assert machine.weight(Estimate(0.9, n=50), people_agree) == 1.0
    assert machine.weight(Estimate(0.4, n=49), Estimate(0.8, 0.7, 0.9, 49)) is None
    assert machine.weight(Estimate(0.4, n=50), Estimate(-0.1, n=50)) is None


def test_few_people_have_no_figure() -> None:
    short = rows_of(sittings(RATERS, 4))
    found = machine.consistency("teller", Gate(0, 0), [], short)
    assert (found.basis, found.alarm, found.difference.value) == ("too_few", False, None)
    assert {gap.state for gap in found.gaps} == {"too_few"}
