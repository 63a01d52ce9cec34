"""One process out of another: a stage put in for one opening, what differs, where running applications go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bole.hiring.pipeline.rules import bodies
from bole.hiring.pipeline.rules.process import CLOSED, Process, Stage
from bole.kernel.errors import ConflictError, InvalidError


@dataclass(frozen=True, slots=True)
class Difference:
    """What a later version says otherwise. ``changed``: stage → what of it, by key."""

    added: tuple[str, ...]
    gone: tuple[str, ...]
    changed: Mapping[str, tuple[str, ...]]
    reordered: bool
    reasons_added: tuple[str, ...]
    reasons_gone: tuple[str, ...]

    def __bool__(self) -> bool:
        """Whether anything differs at all."""
        reasons = self.reasons_added or self.reasons_gone
        return bool(self.added or self.gone or self.changed or self.reordered or reasons)


def put_in(process: Process, stage: Stage, before: str) -> Process:
    """The process with ``stage`` in front of ``before``: whatever led there now leads to the new stage first.

    ConflictError when the stage is there already or ``before`` is not.
    """
    if process.has(stage.key):
        raise ConflictError(f"{process.key} has a stage {stage.key}", code="stage_exists")
    target = process.stage(before)
    if target.key == CLOSED:
        raise InvalidError("nothing is put in front of the end", fields={"before": "closed"})
    new = replace(stage, leads_to=(before,), returns_to=())
    stages: list[Stage] = []
    for one in process.stages:
        led = tuple(new.key if to == before else to for to in one.leads_to)
        stages += [new, one] if one.key == before else [replace(one, leads_to=led)]
    return replace(process, stages=tuple(stages))


def difference(old: Process, new: Process) -> Difference:
    """Stage by stage, in the order of the new version."""
    before, after = ({s.key: bodies.stage_body(s) for s in p.stages} for p in (old, new))
    both = [key for key in after if key in before]
    changed = {key: _changed(before[key], after[key]) for key in both if before[key] != after[key]}
    was, now = ({(r.key, r.label["zh"], r.label["en"]) for r in p.reasons} for p in (old, new))
    return Difference(
        added=tuple(key for key in after if key not in before),
        gone=tuple(key for key in before if key not in after),
        changed=changed,
        reordered=[key for key in before if key in after] != both,
        reasons_added=tuple(sorted(key for key, *_ in now - was)),
        reasons_gone=tuple(sorted(key for key, *_ in was - now)),
    )


def _changed(old: Mapping[str, object], new: Mapping[str, object]) -> tuple[str, ...]:
    return tuple(sorted(key for key in {*old, *new} if old.get(key) != new.get(key)))


def landing(stage: str, target: Process, mapping: Mapping[str, str]) -> str:
    """Where an application that stands in ``stage`` stands in another version: the same stage, or the one
    ``mapping`` names. InvalidError (field: the stage) when it vanished and nothing is named; never the end.
    """
    to = mapping.get(stage, stage)
    if not target.has(to) or to == CLOSED:
        raise InvalidError(
            f"{stage} is not in version {target.version}: say where such applications go",
            code="stage_vanished",
            fields={stage: "required"},
        )
    return to


def vanished(stages: Sequence[str], target: Process) -> list[str]:
    """Of these stages, those that need a place in the other version."""
    return sorted({stage for stage in stages if not target.has(stage)})
