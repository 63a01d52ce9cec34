"""A process as it is written down: the same shape in the library's TOML, in the database and in an export.

Here only the shape is checked (unknown keys, wrong types); whether it makes sense is asked in ``checking``.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from bole.hiring.pipeline.rules.process import CLOSED, Level, Process, Reason, Reminder, Stage, Survey
from bole.kernel.errors import InvalidError

FORMAT = "bole.process/2"
KEY = re.compile(r"[a-z][a-z0-9_]{0,31}\Z")
PROCESS_KEY = re.compile(r"[a-z][a-z0-9-]{0,63}\Z")
TOP = {"format", "key", "version", "title", "stage", "reason"}
STAGE = {
    "key", "label", "kind", "leads_to", "returns_to", "decides", "entry", "exit", "service_level",
    "escalate_after", "reminder", "on_enter", "automatic", "survey",
}  # fmt: skip
NEEDED = {"key", "label", "kind"}
LIST_KEYS = ("leads_to", "returns_to", "decides", "entry", "exit", "on_enter")
MOST_HOURS, MOST_DAYS, MOST_STAGES = 24 * 366, 250, 30


def read(data: Mapping[str, Any]) -> Process:
    """The process of a body; InvalidError names the first thing that has the wrong shape."""
    _keys("process", data, TOP, TOP - {"reason"})
    if data["format"] != FORMAT:
        raise _wrong(f"the format is not {FORMAT}")
    if not PROCESS_KEY.match(str(data["key"])):
        raise _wrong(f"{data['key']!r} is no process key")
    if not isinstance(data["version"], int) or data["version"] < 1:
        raise _wrong("version is a number from 1 on")
    stages = _rows("stage", data["stage"])
    if not 2 <= len(stages) <= MOST_STAGES:
        raise _wrong(f"between 2 and {MOST_STAGES} stages")
    return Process(
        key=data["key"],
        version=data["version"],
        stages=tuple(stage(row) for row in stages),
        sha256=fingerprint(data),
        title=_words("title", data["title"]),
        reasons=tuple(_reason(row) for row in _rows("reason", data.get("reason", []))),
    )


def stage(row: Mapping[str, Any]) -> Stage:
    """One stage of a body."""
    _keys("stage", row, STAGE, NEEDED)
    name = row["key"]
    if not isinstance(name, str) or not KEY.match(name):
        raise _wrong(f"{name!r} is no stage key: small letters, digits and _")
    lists = {key: _texts(f"{name}.{key}", row.get(key, [])) for key in LIST_KEYS}
    level = _level(f"{name}.service_level", row["service_level"]) if "service_level" in row else None
    if not isinstance(row.get("automatic", False), bool):
        raise _wrong(f"{name}.automatic is true or false")
    return Stage(
        key=name,
        label=_words(f"{name}.label", row["label"]),
        kind=str(row["kind"]),
        service_level=level.nominal if level else None,
        level=level,
        automatic=row.get("automatic", False),
        escalate_after=_level(f"{name}.escalate_after", row.get("escalate_after", {"hours": 24})),
        surveys=tuple(_survey(name, one) for one in _rows(f"{name}.survey", row.get("survey", []))),
        reminders=tuple(_reminder(name, one) for one in _rows(f"{name}.reminder", row.get("reminder", []))),
        **lists,
    )


def body(process: Process) -> dict[str, Any]:
    """The body of a process; ``read(body(p))`` gives ``p`` again, and the order of keys is fixed."""
    return {
        "format": FORMAT,
        "key": process.key,
        "version": process.version,
        "title": dict(process.title),
        "reason": [{"key": one.key, "label": dict(one.label)} for one in process.reasons],
        "stage": [stage_body(one) for one in process.stages],
    }


def stage_body(one: Stage) -> dict[str, Any]:
    """The body of one stage; what is empty is left out."""
    row: dict[str, Any] = {"key": one.key, "label": dict(one.label), "kind": one.kind}
    if one.key == CLOSED:
        return row
    lists = {key: list(getattr(one, key)) for key in LIST_KEYS}
    row |= {key: found for key, found in lists.items() if found}
    if one.level:
        row["service_level"] = _level_body(one.level)
        row["escalate_after"] = _level_body(one.escalate_after)
    if one.reminders:
        row["reminder"] = [
            {"template": r.template, "to": r.to, "moment": r.moment, "hours": r.hours} for r in one.reminders
        ]
    if one.surveys:
        row["survey"] = [{"key": s.key, "moment": s.moment, "hours": s.hours} for s in one.surveys]
    return row | ({"automatic": True} if one.automatic else {})


def fingerprint(data: Mapping[str, Any]) -> str:
    """The hash of what a body says, whatever its number is and however it was laid out."""
    said = {key: value for key, value in data.items() if key != "version"}
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _level_body(level: Level) -> dict[str, int]:
    return {"working_days": level.working_days} if level.working_days else {"hours": level.hours}


def _level(where: str, row: Any) -> Level:
    if not isinstance(row, Mapping) or len(row) != 1 or set(row) - {"hours", "working_days"}:
        raise _wrong(f"{where} is either hours or working_days")
    ((unit, count),) = row.items()
    most = MOST_HOURS if unit == "hours" else MOST_DAYS
    return Level(**{unit: _count(where, count, most)})


def _reminder(stage_key: str, row: Mapping[str, Any]) -> Reminder:
    keys = {"template", "to", "moment", "hours"}
    _keys(f"{stage_key}.reminder", row, keys, keys)
    hours = _count(f"{stage_key}.reminder.hours", row["hours"], MOST_HOURS)
    return Reminder(str(row["template"]), str(row["to"]), str(row["moment"]), hours)


def _survey(stage_key: str, row: Mapping[str, Any]) -> Survey:
    keys = {"key", "moment", "hours"}
    _keys(f"{stage_key}.survey", row, keys, keys)
    hours = row["hours"] and _count(f"{stage_key}.survey.hours", row["hours"], MOST_HOURS)
    return Survey(str(row["key"]), str(row["moment"]), hours)


def _reason(row: Mapping[str, Any]) -> Reason:
    _keys("reason", row, {"key", "label"}, {"key", "label"})
    if not isinstance(row["key"], str) or not KEY.match(row["key"]):
        raise _wrong(f"{row['key']!r} is no reason key")
    return Reason(row["key"], _words(f"reason {row['key']}", row["label"]))


def _words(where: str, given: Any) -> dict[str, str]:
    if not isinstance(given, Mapping) or set(given) != {"zh", "en"}:
        raise _wrong(f"{where} needs words in zh and en, and in nothing else")
    words = {language: " ".join(str(text).split()) for language, text in given.items()}
    if not all(0 < len(text) <= 60 for text in words.values()):
        raise _wrong(f"{where}: between 1 and 60 characters in each language")
    return words


def _texts(where: str, given: Any) -> tuple[str, ...]:
    if not isinstance(given, Sequence) or isinstance(given, str) or any(type(x) is not str for x in given):
        raise _wrong(f"{where} is a list of words")
    if len(set(given)) != len(given):
        raise _wrong(f"{where} names something twice")
    return tuple(given)


def _rows(where: str, given: Any) -> Sequence[Mapping[str, Any]]:
    if not isinstance(given, list) or any(not isinstance(row, Mapping) for row in given):
        raise _wrong(f"{where} is a list of tables")
    return given


def _count(where: str, given: Any, most: int) -> int:
    if type(given) is not int or not 1 <= given <= most:
        raise _wrong(f"{where}: a whole number from 1 to {most}")
    return given


def _keys(where: str, row: Mapping[str, Any], known: set[str], needed: set[str]) -> None:
    if unknown := set(row) - known:
        raise _wrong(f"{where}: unknown keys {sorted(unknown)}")
    if missing := needed - set(row):
        raise _wrong(f"{where}: missing keys {sorted(missing)}")


def _wrong(what: str) -> InvalidError:
    return InvalidError(what, code="process_invalid")
