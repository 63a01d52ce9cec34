"""The tasks of a template as they come from a page: the table with other tasks, all else as it was."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bole.kernel.errors import InvalidError


@dataclass(frozen=True, slots=True)
class TaskEdit:
    """One task as it shall be. ``key`` empty: a new one; ``units``: codes it is kept to, none for all."""

    key: str
    owner: str
    due: str
    title: Mapping[str, str]
    why: Mapping[str, str]
    required: bool
    units: tuple[str, ...]


def with_tasks(table: Mapping[str, Any], edits: Sequence[TaskEdit]) -> dict[str, Any]:
    """The table of a template with these tasks in this order; a task that is not named is gone. What a page
    does not ask for (material, milestone …) stays. InvalidError for a key that is not there, or no day."""
    known = {row["key"]: row for row in table.get("task", ())}
    taken = set(known)
    tasks = []
    for one in edits:
        if one.key and one.key not in known:
            raise InvalidError(f"no task {one.key}", code="template_invalid")
        key = one.key or _new_key(taken)
        taken.add(key)
        tasks.append({**known.get(key, {"key": key, "kind": "confirm"}), **_changed(one)})
    for task in tasks:
        if not task["units"]:
            del task["units"]
    return {**table, "task": tasks}


def _changed(one: TaskEdit) -> dict[str, Any]:
    try:
        due = int(one.due)
    except ValueError as error:
        raise InvalidError("a day is a whole number", code="template_invalid") from error
    return {
        "owner": one.owner,
        "due": due,
        "required": one.required,
        "title": dict(one.title),
        "why": dict(one.why),
        "units": list(one.units),
    }


def _new_key(taken: set[str]) -> str:
    number = 1
    while f"own_{number}" in taken:
        number += 1
    return f"own_{number}"
