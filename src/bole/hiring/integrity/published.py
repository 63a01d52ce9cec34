"""Texts anybody can find: sample answers the bank knows to be in circulation, and this product's own library.

``library/published/QUESTION.toml`` holds ``[[answers]]`` with ``source`` and ``text``; the bank adds what
it finds on the net or in training books. The wordings of a question's key points are public with this
product.
"""

import tomllib
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from bole.kernel.errors import BoleError, InvalidError
from bole.measurement import api as measurement

KEYS = {"source", "text"}


def texts_for(question_key: str) -> tuple[str, ...]:
    """Everything published for one question, one text each; empty for a question nobody knows."""
    return (*_samples(Path(settings.LIBRARY_DIR) / "published" / f"{question_key}.toml"), *_own(question_key))


def question_words(question_key: str) -> tuple[str, ...]:
    """The question itself: who repeats it copies nobody."""
    try:
        prompts = measurement.load_question(question_key).prompts
    except BoleError:
        return ()
    return (prompts.zh, prompts.en)


def _own(question_key: str) -> tuple[str, ...]:
    """All wordings of all key points, as one text per language."""
    try:
        question = measurement.load_question(question_key)
    except BoleError:
        return ()
    return tuple(
        "\n".join(said for point in question.points for said in point.phrasings.get(language, ()))
        for language in ("zh", "en")
    )


def _samples(path: Path) -> tuple[str, ...]:
    return _read(path, path.stat().st_mtime_ns) if path.is_file() else ()


@lru_cache(maxsize=64)
def _read(path: Path, changed: int) -> tuple[str, ...]:
    del changed  # part of the key: a bank may add texts while the product runs
    rows = tomllib.loads(path.read_text(encoding="utf-8")).get("answers", [])
    if any(set(row) != KEYS for row in rows):
        raise InvalidError(f"{path.name}: an answer has source and text", code="published_invalid")
    return tuple(str(row["text"]) for row in rows)
