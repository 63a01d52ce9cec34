"""Interview guides as data: ``library/guides/*.toml``. An invitation freezes a snapshot of its guide."""

import hashlib
import tomllib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from bole.kernel.errors import InvalidError, NotFoundError
from bole.measurement import api as measurement

FORMAT = "bole.guide/1"
KEYS = {"format", "key", "version", "title", "retakes", "notes", "question"}
# What a guide may set beside that: the same for everyone who is interviewed by it.
LIMITS = {"probes": 2, "personalised": 1}
MOST = 5
QUESTION_KEYS = {"key", "think_seconds", "limit_seconds"}


def snapshot(key: str) -> dict[str, Any]:
    """The guide as it stands now: everything the candidate is asked and everything a rating needs to be
    checked.

    ``{key, version, sha256, title{zh,en}, notes{zh,en}, retakes, probes, personalised,
    questions[{key, ordinal, title, prompt{zh,en}, think_seconds,
    limit_seconds, languages, sha256}]}``
    """
    return _load(Path(settings.LIBRARY_DIR), key)


def question_of(questions: Iterable[dict[str, Any]], question_key: str) -> dict[str, Any]:
    """One of an interview's questions; NotFoundError without it."""
    for question in questions:
        if question["key"] == question_key:
            return question
    raise NotFoundError(f"the guide does not ask {question_key}", code="question_unknown")


@lru_cache(maxsize=64)
def _load(library: Path, key: str) -> dict[str, Any]:
    path = library / "guides" / f"{key}.toml"
    if not key.replace("-", "").isalnum() or not path.is_file():
        raise NotFoundError(f"the library has no guide {key}", code="guide_unknown")
    raw = path.read_bytes()
    return _parse(tomllib.loads(raw.decode("utf-8")), hashlib.sha256(raw).hexdigest())


def _parse(raw: dict[str, Any], sha256: str) -> dict[str, Any]:
    if raw.get("format") != FORMAT or set(raw) - set(LIMITS) != KEYS:
        raise InvalidError(
            f"not a {FORMAT} file: {sorted(set(raw) - set(LIMITS) ^ KEYS)}", code="guide_invalid"
        )
    questions = [_question(entry, ordinal) for ordinal, entry in enumerate(raw["question"], start=1)]
    if not questions or len({q["key"] for q in questions}) != len(questions):
        raise InvalidError("a guide asks at least one question, each once", code="guide_invalid")
    return {
        "key": raw["key"],
        "version": raw["version"],
        "sha256": sha256,
        "title": raw["title"],
        "notes": raw["notes"],
        "retakes": raw["retakes"],
        **{name: _limit(raw, name) for name in LIMITS},
        "questions": questions,
    }


def _limit(raw: dict[str, Any], name: str) -> int:
    value = raw.get(name, LIMITS[name])
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST:
        raise InvalidError(f"{name} is a number from 0 to {MOST}", code="guide_invalid")
    return value


def _question(entry: dict[str, Any], ordinal: int) -> dict[str, Any]:
    if set(entry) - QUESTION_KEYS:
        raise InvalidError(f"unknown keys {sorted(set(entry) - QUESTION_KEYS)}", code="guide_invalid")
    question = measurement.load_question(entry["key"])
    return {
        "key": question.key,
        "ordinal": ordinal,
        "title": question.title.to_json(),
        "prompt": question.prompts.to_json(),
        "think_seconds": entry.get("think_seconds", question.think_seconds),
        "limit_seconds": entry.get("limit_seconds", question.limit_seconds),
        "languages": list(question.languages),
        "sha256": question.sha256,
    }
