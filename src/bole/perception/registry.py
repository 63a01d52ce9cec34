"""Components announce what they need and give; a plan is checked against that before any model runs."""

import importlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NoReturn

from bole.perception.build import AFFECT, affect_available
from bole.perception.errors import PerceptionError
from bole.perception.plan import Plan
from bole.perception.types import Scene, Watcher

Run = Callable[[Scene], None]
Open = Callable[[Scene], Watcher]


@dataclass(frozen=True, slots=True)
class Component:
    """One signal. ``watch`` (if any) sees frames while decoding, ``run`` works afterwards.

    ``channels``: the component runs when one of them is asked for. ``affect``: measures facial or vocal
    affect and is left out where the law mode forbids that. ``shapes``: blendshapes it reads.
    """

    name: str
    version: int
    channels: frozenset[str]
    requires: frozenset[str]
    assigns: frozenset[str]
    run: Run
    watch: Open | None = None
    affect: bool = False
    shapes: tuple[str, ...] = ()


_components: dict[str, Component] = {}


def component(
    name: str,
    *,
    version: int,
    channels: Iterable[str],
    requires: Iterable[str],
    assigns: Iterable[str],
    watch: Open | None = None,
    affect: bool = False,
    shapes: Iterable[str] = (),
) -> Callable[[Run], Run]:
    """Register a function as a component."""

    def register(run: Run) -> Run:
        if name in _components:
            raise ValueError(f"component {name} is registered twice")
        _components[name] = Component(
            name, version, frozenset(channels), frozenset(requires), frozenset(assigns), run, watch, affect,
            tuple(shapes),
        )  # fmt: skip
        return run

    return register


def load_affect() -> None:
    """Register the affect components: the only way to them."""
    if not affect_available():
        _refuse("this build measures no affect: use law mode eu, or the full package")
    importlib.import_module(AFFECT)


def known() -> dict[str, Component]:
    """All registered components by name."""
    return dict(_components)


def select(plan: Plan, *, channels: frozenset[str], affect_allowed: bool) -> list[Component]:
    """The plan's components for these channels, in order, or ``plan_invalid`` saying what is wrong.

    A component whose provider belongs to a channel nobody asked for is left out with it.
    """
    chosen: list[Component] = []
    given: set[str] = set()  # by the whole plan
    ready: set[str] = set()  # by the chosen components
    seen: set[str] = set()
    for step in plan.steps:
        if step.affect and not affect_allowed:
            continue
        part = _components.get(step.component)
        if part is None:
            _refuse(f"no component is called {step.component!r}")
        if step.component in seen:
            _refuse(f"{step.component} stands twice in the plan")
        if part.version != step.version:
            _refuse(f"{step.component} is version {part.version}, the plan wants {step.version}")
        if part.affect != step.affect:
            _refuse(f"{step.component} must be marked affect = {str(part.affect).lower()} in the plan")
        if missing := part.requires - given:
            _refuse(f"{step.component} needs {sorted(missing)}, which no earlier step gives")
        seen.add(part.name)
        given |= part.assigns
        if part.channels & channels and part.requires <= ready:
            chosen.append(part)
            ready |= part.assigns
    return chosen


def _refuse(why: str) -> NoReturn:
    raise PerceptionError(why, code="plan_invalid")
