"""The engines of this installation, from the file ``BOLE_ENGINES_FILE`` names."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from bole.kernel.errors import NotFoundError
from bole.ports.interview_engine import InterviewEngine


@dataclass(frozen=True, slots=True)
class Configured:
    """``jobs``: for which requisitions HR may ask it; ``names``: its competency keys → ours."""

    key: str
    title: Mapping[str, str]
    jobs: tuple[str, ...]
    names: Mapping[str, str]
    engine: InterviewEngine


def engines() -> dict[str, Configured]:
    """All by key; none without a file."""
    return _read(settings.INTERVIEW_ENGINES_FILE) if settings.INTERVIEW_ENGINES_FILE else {}


def engine(key: str) -> Configured:
    """One; NotFoundError without it."""
    try:
        return engines()[key]
    except KeyError:
        raise NotFoundError("no such engine") from None


def for_job(job_key: str) -> list[Configured]:
    """The engines HR may ask for a job."""
    return [one for one in engines().values() if job_key in one.jobs]


@cache
def _read(path: str) -> dict[str, Configured]:
    try:
        tables = tomllib.loads(Path(path).read_text(encoding="utf-8"))["engine"]
        found = [_one(table) for table in tables]
    except (OSError, LookupError, TypeError, tomllib.TOMLDecodeError) as error:
        raise ImproperlyConfigured(f"BOLE_ENGINES_FILE cannot be read: {error!r}") from error
    return {one.key: one for one in found}


def _one(table: Mapping[str, object]) -> Configured:
    url, title, names = str(table["url"]), table["title"], table.get("competencies", {})
    if not url.startswith(("https://", "http://127.0.0.1:")):
        raise ImproperlyConfigured("an engine is reached by https")
    adapter = import_string(settings.INTERVIEW_ENGINE)
    jobs = table["jobs"]
    assert isinstance(title, dict)
    assert isinstance(names, dict)
    assert isinstance(jobs, list)
    return Configured(
        key=str(table["key"]),
        title={"zh": str(title["zh"]), "en": str(title["en"])},
        jobs=tuple(str(job) for job in jobs),
        names={str(theirs): str(ours) for theirs, ours in names.items()},
        engine=adapter(
            name=str(table["key"]),
            url=url.rstrip("/"),
            key=_secret(str(table["key_file"])),
            secret=_secret(str(table["secret_file"])),
        ),
    )


def _secret(path: str) -> str:
    return Path(path).read_text(encoding="utf-8").strip()
