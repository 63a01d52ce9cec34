"""Answers remembered for the length of one document: the same pieces of text are looked at many times."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar, cast

_MOST = 4096
_ALL: list[Any] = []
Asked = TypeVar("Asked", bound=Callable[..., Any])


def remembered(asked: Asked) -> Asked:
    """The function, its answers kept until ``forget``. For pure functions of texts."""
    kept = lru_cache(maxsize=_MOST)(asked)
    _ALL.append(kept)
    return cast(Asked, kept)


def forget() -> None:
    """Drop all answers: nobody's words outlive their document."""
    for kept in _ALL:
        kept.cache_clear()
