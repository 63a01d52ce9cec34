"""Interview guides as data: ``library/guides/*.toml``. An invitation freezes a snapshot of its guide."""

import hashlib
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from bole.hiring.requisitions import queries as bank
from bole.kernel.errors import InvalidError, NotFoundError
from bole.measurement import api as measurement

FORMAT = "bole.guide/1"
KEYS = {"format", "key", "version", "title", "retakes", "notes", "question"}
# What a guide may set beside that: the same for everyone who is interviewed by it.
LIMITS = {"probes": 2, "personalised": 1}
MOST = 5
QUESTION_KEYS = {"key", "think_seconds", "limit_seconds"}


def snapshot(key: str, own: Sequence[str] = ()) -> dict[str, Any]:
    """The guide as it stands now: everything the candidate is asked and everything a rating needs to be
    checked.

    ``{key, version, sha256, title{zh,en}, notes{zh,en}, retakes, probes, personalised,
    questions[{key, ordinal, title, prompt{zh,en}, think_seconds,
    limit_seconds, languages, sha256}]}``

    ``own``: keys a portrait asks in place of the guide's. A question the bank has a version of its own of
    is asked in that version; one the bank took out is not asked.
    """
    found = _load(Path(settings.LIBRARY_DIR), key)
    changed = bank.questions_in_force(own or [one["key"] for one in found["questions"]])
    return _recomposed(found, own, changed) if own or changed else found


def _recomposed(
    found: dict[str, Any], own: Sequence[str], changed: Mapping[str, bank.OwnQuestion]
) -> dict[str, Any]:
    entries = {one["key"]: one for one in found["questions"]}
    keys = [key for key in (own or entries) if key not in changed or changed[key].active]
    if not keys:
        raise InvalidError("every question of this guide was taken out", code="guide_invalid")
    questions = []
    for ordinal, key in enumerate(keys, start=1):
        loaded = changed[key].question if key in changed else measurement.load_question(key)
        known = entries.get(key)
        row = _row(loaded, ordinal)
        if known is not None and key not in changed:
            row = {**known, "ordinal": ordinal}
        questions.append(row)
    digest = hashlib.sha256((found["sha256"] + "".join(q["key"] + q["sha256"] for q in questions)).encode())
    return {**found, "sha256": digest.hexdigest(), "questions": questions}


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
    limits: dict[str, Any] = {
        name: entry[name] for name in ("think_seconds", "limit_seconds") if name in entry
    }
    return {**_row(measurement.load_question(entry["key"]), ordinal), **limits}


def _row(question: measurement.Question, ordinal: int) -> dict[str, Any]:
    return {
        "key": question.key,
        "ordinal": ordinal,
        "title": question.title.to_json(),
        "prompt": question.prompts.to_json(),
        "think_seconds": question.think_seconds,
        "limit_seconds": question.limit_seconds,
        "languages": list(question.languages),
        "sha256": question.sha256,
    }
