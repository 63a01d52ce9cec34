"""The set phrases of attackers, per language, from ``words.toml``."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path


@cache
def _all() -> Mapping[str, Mapping[str, list[str]]]:
    text = Path(__file__).with_name("words.toml").read_text(encoding="utf-8")
    found: Mapping[str, Mapping[str, list[str]]] = tomllib.loads(text)
    return found


def phrases(kind: str, language: str) -> tuple[str, ...]:
    """The phrases of one kind; KeyError for a kind the file does not hold."""
    return tuple(_all()[kind][language])
