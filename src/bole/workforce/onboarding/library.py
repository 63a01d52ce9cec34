"""Templates: head office's newest version of a key, else the library's file."""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from bole.kernel.errors import NotFoundError
from bole.workforce.onboarding.models import TemplateVersion
from bole.workforce.onboarding.rules import templates
from bole.workforce.onboarding.rules.templates import Template


@dataclass(frozen=True, slots=True)
class InForce:
    """A template with where it is from. ``number`` 0: the library's own."""

    template: Template
    number: int
    sha256: str
    source: str


def of_job(job_key: str) -> InForce:
    """What somebody in this post gets: the common part with the post's own."""
    every = in_force()
    common = every[templates.COMMON]
    own = next((one for one in every.values() if job_key in one.template.jobs), None)
    if own is None:
        return common
    both = hashlib.sha256(f"{common.sha256} {own.sha256}".encode()).hexdigest()
    return InForce(templates.merged(common.template, own.template), own.number, both, "")


def in_force() -> dict[str, InForce]:
    """Key → the version that counts, the common one first."""
    found = {key: _library(_folder(), key) for key in keys()}
    for row in TemplateVersion.objects.order_by("key", "number"):  # the last one of a key stays
        found[row.key] = InForce(templates.from_table(row.body), row.number, row.sha256, row.source)
    return dict(sorted(found.items(), key=lambda pair: (pair[0] != templates.COMMON, pair[0])))


def one(key: str) -> InForce:
    """The version of a key that counts; NotFoundError without one."""
    try:
        return in_force()[key]
    except KeyError:
        raise NotFoundError("no such template") from None


def keys() -> list[str]:
    """What the library holds."""
    return sorted(path.stem for path in _folder().glob("*.toml"))


def _folder() -> Path:
    return Path(settings.LIBRARY_DIR) / "onboarding"


@cache
def _library(folder: Path, key: str) -> InForce:
    raw = (folder / f"{key}.toml").read_bytes()
    return InForce(templates.read(raw), 0, hashlib.sha256(raw).hexdigest(), raw.decode("utf-8"))
