from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from bole.measurement.norms.ranking import Scored, standings, tied


def people(*scores: tuple[str | None, str | None]) -> list[Scored]:
    return [
        Scored(index, Decimal(total) if total else None, Decimal(sem) if sem else None)
        for index, (total, sem) in enumerate(scores)
    ]


def test_who_is_within_error_of_the_best_shares_his_rank() -> None:
    """1.96 · 2 · √2 = 5.54: 80 and 75 are tied, 74 opens the next band, though 75 and 74 are tied too."""
    found = standings(people(("74", "2"), ("80", "2"), ("75", "2"), ("50", "2")))
    assert [(s.key, s.rank, s.tied) for s in found] == [
        (1, 1, True),
        (2, 1, True),
        (0, 3, False),
        (3, 4, False),
    ]
    assert [(s.best, s.worst) for s in found] == [(1, 2), (1, 3), (2, 3), (4, 4)]
    assert {s.of for s in found} == {4}


def test_ties_lie_within_the_error() -> None:
    d = Decimal
    assert tied(d("81.7"), d("3.6"), d("74.0"), d("3.0"))
    assert not tied(d("81.7"), d("2.0"), d("74.0"), d("1.0"))
    assert not tied(d("81.7"), None, d("81.7"), d("1.0"))


def test_exactly_at_the_limit_is_no_tie() -> None:
    step = Decimal("1.96") * 2 * Decimal(2).sqrt()
    assert not tied(Decimal(80), Decimal(2), Decimal(80) - step, Decimal(1))
    assert tied(Decimal(80), Decimal(2), Decimal(80) - step + Decimal("0.001"), Decimal(1))


def test_without_an_error_only_equal_totals_share() -> None:
    found = standings(people(("80", None), ("80", None), ("79.9", "9"), (None, "2")))
    assert [(s.key, s.rank, s.tied) for s in found] == [(0, 1, True), (1, 1, True), (2, 3, False)]


def test_nobody() -> None:
    assert standings([]) == []
    assert standings(people((None, None))) == []


TENTHS = st.integers(0, 1000).map(lambda v: Decimal(v) / 10)
SCORED = st.lists(st.tuples(st.none() | TENTHS, st.none() | TENTHS.map(lambda v: v / 10)), max_size=12)


@given(SCORED)
def test_ranks_are_consistent(rows: list[tuple[Decimal | None, Decimal | None]]) -> None:
    given_people = [Scored(i, total, sem) for i, (total, sem) in enumerate(rows)]
    found = standings(given_people)
    totals = {p.key: p.total for p in given_people}
    assert [s.rank for s in found] == sorted(s.rank for s in found)
    ordered = [totals[s.key] for s in found]
    assert ordered == sorted(ordered, reverse=True)  # type: ignore[type-var]  # people without a total are out
    for place, standing in enumerate(found, 1):
        assert standing.rank <= place
        assert 1 <= standing.best <= place <= standing.worst <= len(found)
        sharing = [s for s in found if s.rank == standing.rank]
        assert standing.tied == (len(sharing) > 1)
    assert all(a.rank == b.rank for a in found for b in found if totals[a.key] == totals[b.key])
    again = standings(list(reversed(given_people)))
    assert {s.key: (s.rank, s.best, s.worst) for s in again} == {
        s.key: (s.rank, s.best, s.worst) for s in found
    }
