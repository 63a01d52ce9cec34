"""Jobs as data: ``library/jobs/*.toml``. Unknown keys are errors."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from bole.hiring.requisitions.jobfile import FORMAT, Job, parse, read
from bole.kernel.errors import NotFoundError

__all__ = ["FORMAT", "Job", "choices", "job", "keys", "parse"]


def job(key: str) -> Job:
    """The job of that key; NotFoundError when the library has none."""
    return _load(Path(settings.LIBRARY_DIR), key)


def keys() -> list[str]:
    """All jobs of the library."""
    return choices("jobs")


def choices(folder: str) -> list[str]:
    """What the library has of a kind: ``jobs``, ``guides``, ``processes``."""
    return sorted(path.stem for path in (Path(settings.LIBRARY_DIR) / folder).glob("*.toml"))


@lru_cache(maxsize=64)
def _load(library: Path, key: str) -> Job:
    path = library / "jobs" / f"{key}.toml"
    if not key.replace("-", "").isalnum() or not path.is_file():
        raise NotFoundError(f"the library has no job {key}", code="job_unknown")
    return read(path.read_text(encoding="utf-8"))
