"""A plan is refused before any model runs when it cannot work."""

import pytest

from bole.perception import registry
from bole.perception.errors import PerceptionError
from bole.perception.plan import parse_plan

HEAD = 'format = "bole.plan/1"\nname = "t"\nversion = 1\n'


def plan(*steps: tuple[str, int], settings: str = "", affect: tuple[str, ...] = ("t.mood",)):
    lines = ", ".join(
        f'{{ component = "{name}", version = {version}, affect = {str(name in affect).lower()} }}'
        for name, version in steps
    )
    return parse_plan(f"{HEAD}steps = [{lines}]\n{settings}".encode())


@pytest.fixture(scope="module", autouse=True)
def parts():
    """Three components of our own: source → words → mood (affect); and one for another channel."""
    kept = dict(registry._components)
    registry.component("t.source", version=1, channels=("a", "b"), requires=(), assigns=("sound",))(print)
    registry.component("t.words", version=2, channels=("a",), requires=("sound",), assigns=("words",))(print)
    registry.component(
        "t.mood", version=1, channels=("a",), requires=("words",), assigns=("mood",), affect=True
    )(print)
    registry.component("t.count", version=1, channels=("b",), requires=("words",), assigns=("n",))(print)
    yield
    registry._components.clear()
    registry._components.update(kept)


def names(chosen) -> list[str]:
    return [part.name for part in chosen]


ALL = (("t.source", 1), ("t.words", 2), ("t.mood", 1), ("t.count", 1))


def test_components_run_in_the_order_of_the_plan():
    chosen = registry.select(plan(*ALL), channels=frozenset({"a", "b"}), affect_allowed=True)
    assert names(chosen) == ["t.source", "t.words", "t.mood", "t.count"]


def test_where_affect_is_forbidden_it_is_not_wired():
    chosen = registry.select(plan(*ALL), channels=frozenset({"a"}), affect_allowed=False)
    assert names(chosen) == ["t.source", "t.words"]


def test_a_component_goes_with_its_provider():
    chosen = registry.select(plan(*ALL), channels=frozenset({"b"}), affect_allowed=True)
    assert names(chosen) == ["t.source"]


@pytest.mark.parametrize(
    ("steps", "says"),
    [
        ((("t.nothing", 1),), "no component is called"),
        ((("t.source", 2),), "is version 1"),
        ((("t.words", 2), ("t.source", 1)), "needs ['sound']"),
        ((("t.source", 1), ("t.source", 1)), "twice"),
    ],
)
def test_a_plan_that_cannot_work_is_refused(steps, says):
    with pytest.raises(PerceptionError, match=r"plan|component|version|needs|twice") as caught:
        registry.select(plan(*steps), channels=frozenset({"a"}), affect_allowed=True)
    assert caught.value.code == "plan_invalid"
    assert says in caught.value.message


@pytest.mark.parametrize(("steps", "affect"), [((("t.source", 1),), ("t.source",)), (ALL, ())])
def test_a_plan_that_hides_what_measures_affect_is_refused(steps, affect):
    with pytest.raises(PerceptionError, match="must be marked affect"):
        registry.select(plan(*steps, affect=affect), channels=frozenset({"a"}), affect_allowed=True)


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"\xff", b"steps = 3", HEAD.encode(), f'{HEAD}steps = [{{ component = "x" }}]'.encode(),
        f'{HEAD}steps = [{{ component = "x", version = 1, mood = 2 }}]'.encode(),
        f"{HEAD}steps = []\n[stray]\na = 1".encode(),
        b'format = "other/1"\nname = "t"\nversion = 1\nsteps = []',
    ],
)  # fmt: skip
def test_a_plan_that_cannot_be_read_is_refused(raw):
    with pytest.raises(PerceptionError) as caught:
        parse_plan(raw)
    assert caught.value.code == "plan_invalid"


def test_every_changed_threshold_changes_the_hash():
    one = plan(("t.source", 1), settings='["t.source"]\nlimit = 1\n')
    other = plan(("t.source", 1), settings='["t.source"]\nlimit = 2\n')
    assert one.of("t.source") == {"limit": 1}
    assert one.sha256 != other.sha256
    assert one.sha256 == parse_plan(one.source.encode()).sha256
