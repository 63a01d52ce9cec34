"""Processes as data: ``library/processes/*.toml``, and the spare stages of ``library/stages``. A process is
copied into the database when it is first needed; from then on the bank's versions count."""

import tomllib
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from bole.foundation.access import permissions
from bole.foundation.messaging import templates
from bole.hiring.pipeline import policies, rules, sheets
from bole.hiring.pipeline.rules import Process, Stage, bodies
from bole.kernel.errors import InvalidError, NotFoundError

STAGE_FORMAT = "bole.stage/1"
# What a reminder can say: a message whose fields are among these.
REMINDER_FIELDS = frozenset({"job", "unit", "number", "stage", "due_at", "link"})


def parse(raw: bytes) -> Process:
    """Read and check one process; InvalidError names what is wrong."""
    try:
        process = bodies.read(tomllib.loads(raw.decode("utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidError(f"not TOML: {error}", code="process_invalid") from error
    found = problems(process)
    if found:
        raise InvalidError("; ".join(map(str, found)), code="process_invalid")
    return process


def problems(process: Process) -> list[rules.Problem]:
    """What keeps a process from being used by this bank."""
    deciders = permissions.get(policies.ADVANCE).roles
    asked = any(stage.surveys for stage in process.stages)
    published = sheets.published() if asked else {}
    return rules.problems(process, deciders=deciders, templates=reminder_templates(), surveys=published)


def process(key: str) -> Process:
    """The process of that key; NotFoundError when the library has none."""
    return _load(Path(settings.LIBRARY_DIR), key)


def has(key: str) -> bool:
    """Whether the library holds a process of that key."""
    return key in keys()


def keys() -> list[str]:
    """All processes of the library."""
    return sorted(path.stem for path in (Path(settings.LIBRARY_DIR) / "processes").glob("*.toml"))


def spare_stage(key: str) -> Stage:
    """A stage that can be put into a process; NotFoundError when the library has none of that key."""
    return _spare(Path(settings.LIBRARY_DIR), key)


def reminder_templates() -> list[str]:
    """The messages a reminder may use."""
    return _templates(Path(settings.LIBRARY_DIR))


@lru_cache(maxsize=64)
def _load(library: Path, key: str) -> Process:
    path = library / "processes" / f"{key}.toml"
    if not bodies.PROCESS_KEY.match(key) or not path.is_file():
        raise NotFoundError(f"the library has no process {key}", code="process_unknown")
    found = parse(path.read_bytes())
    if found.key != key:
        raise InvalidError(f"{path.name} holds a process called {found.key}", code="process_invalid")
    return found


@lru_cache(maxsize=64)
def _spare(library: Path, key: str) -> Stage:
    path = library / "stages" / f"{key.replace('_', '-')}.toml"
    if not bodies.KEY.match(key) or not path.is_file():
        raise NotFoundError(f"the library has no stage {key}", code="stage_unknown")
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    if data.pop("format", None) != STAGE_FORMAT or data.get("key") != key:
        raise InvalidError(f"{path.name} is not a {STAGE_FORMAT} file of {key}", code="process_invalid")
    return bodies.stage(data)


@lru_cache(maxsize=4)
def _templates(library: Path) -> list[str]:
    names = sorted(path.stem for path in (library / "messages").glob("*.toml"))
    found = [templates.template(name) for name in names]
    return [one.key for one in found if one.audience == "staff" and one.fields <= REMINDER_FIELDS]
