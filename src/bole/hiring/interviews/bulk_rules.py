"""Whom a list may invite. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from bole.kernel.errors import InvalidError

MOST: Final = 10_000
LONGEST: Final = 40
_CUT = re.compile(r"[\s,;，；、|]+")
_NUMBER = re.compile(r"[A-Za-z]{1,3}-[A-Za-z0-9-]{1,16}\Z")


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides whether somebody can be invited now."""

    closed: bool
    invitable: bool
    invited: bool
    reachable: bool


def problem(standing: Standing) -> str:
    """Why not, as a code; empty when nothing stands in the way."""
    if standing.closed:
        return "closed"
    if standing.invited:
        return "already_invited"
    if not standing.invitable:
        return "wrong_stage"
    return "" if standing.reachable else "no_address"


def entries(text: str) -> list[str]:
    """Numbers of candidates, telephone numbers or mail addresses from a pasted list or the first column of
    a file, each once. InvalidError for none or more than MOST."""
    found = [word.strip().strip("\"'") for word in _CUT.split(text.lstrip("\ufeff"))]
    words = list(
        dict.fromkeys(word[:LONGEST] for word in found if any(sign.isdigit() or sign == "@" for sign in word))
    )
    if not words:
        raise InvalidError("nothing in the list looks like a number", fields={"numbers": "empty"})
    check_size(len(words))
    return words


def check_size(size: int) -> None:
    """InvalidError when a run would be too long."""
    if size > MOST:
        raise InvalidError(f"at most {MOST} at once", fields={"numbers": "too_many"})


def kept(word: str) -> str:
    """What is kept of a word that found nobody: of what may be an address only its end."""
    return word[:20] if _NUMBER.match(word) else f"…{word[-4:]}"


def first_column(lines: Iterable[str]) -> str:
    """The first column of a CSV; a heading without a digit falls away later."""
    return "\n".join(re.split(r"[,;\t]", line)[0] for line in lines)
