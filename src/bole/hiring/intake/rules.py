"""When one may apply, what may be corrected, what a résumé must hold to make a candidate."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from bole.kernel.errors import ConflictError, InvalidError

LANES: Final = 2  # how many tasks read one batch at once; the other slots stay free for everybody else
CHUNK: Final = 25  # files one task reads before others get their turn
DRAFT_LIFE: Final = timedelta(days=7)  # an application that was begun and never sent
MOST_ROWS: Final = 30
MOST_CHARACTERS: Final = 200
MOST_PASTED: Final = 20_000  # characters of a pasted résumé
PARTS: Final = {
    "education": ("school", "degree", "major", "start", "end"),
    "work": ("employer", "title", "start", "end"),
}
LISTED: Final = ("skills", "certificates", "languages")
CHANNELS: Final = ("site", "fair", "referral", "board", "wechat", "other")
KINDS: Final = ("campus", "social", "single")
ASIDE: Final = "mail:aside"  # the source under which letters without a résumé are counted
_DATE = re.compile(r"(19|20)\d\d(-(0[1-9]|1[0-2]))?")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")


def is_open(
    *, opens_at: datetime, closes_at: datetime | None, ended_at: datetime | None, now: datetime
) -> bool:
    """Whether a posting takes applications at this moment."""
    return ended_at is None and opens_at <= now and (closes_at is None or now < closes_at)


def check_open(open_now: bool) -> None:
    """ConflictError ``posting_closed`` when it does not."""
    if not open_now:
        raise ConflictError("this posting takes no applications now", code="posting_closed")


def pasted(text: str) -> str:
    """A pasted résumé without the space around it. InvalidError when nothing is left or it is too long."""
    clean = text.replace("\0", "").strip()
    if not clean:
        raise InvalidError("no text was pasted", fields={"text": "required"})
    if len(clean) > MOST_PASTED:
        raise InvalidError("the text is longer than it may be", fields={"text": "too_long"})
    return clean


def check_size(size: int, most: int) -> None:
    """InvalidError ``empty`` or ``upload_too_large``, before any byte is sent."""
    if size == 0:
        raise InvalidError("the file is empty", code="empty")
    if not 0 < size <= most:
        raise InvalidError("the file is larger than it may be", code="upload_too_large")


def check_code(code: str, field: str) -> str:
    """A short name that may stand in records; InvalidError for anything else."""
    if not _CODE.fullmatch(code):
        raise InvalidError("not a code", fields={field: "invalid"})
    return code


def key_hash(key: str) -> str:
    """How a secret of 256 random bits is kept: whoever reads the table cannot use it."""
    return hashlib.sha256(key.encode()).hexdigest()


def corrections(read: Mapping[str, Any], told: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that differ from what was read, checked and trimmed. InvalidError names the wrong ones."""
    problems: dict[str, str] = {}
    clean: dict[str, Any] = {}
    for field, columns in PARTS.items():
        if field in told:
            clean[field] = [_row(field, columns, one, problems) for one in told[field][:MOST_ROWS]]
    for field in LISTED:
        if field in told:
            clean[field] = [_words(one) for one in told[field][:MOST_ROWS] if _words(one)]
    if problems:
        raise InvalidError("some fields cannot be accepted", fields=problems)
    return {field: value for field, value in clean.items() if _bare(field, read) != _bare(field, clean)}


def _bare(field: str, body: Mapping[str, Any]) -> list[Any]:
    """What the person sees and may change of a field: the rest follows from it."""
    rows = body.get(field) or []
    if field not in PARTS:
        return list(rows)
    return [[row.get(column) or "" for column in (*PARTS[field], "current")] for row in rows]


def _row(
    field: str, columns: tuple[str, ...], told: Mapping[str, Any], problems: dict[str, str]
) -> dict[str, Any]:
    row: dict[str, Any] = {column: _words(told.get(column)) or None for column in columns}
    for column in ("start", "end"):
        if row[column] and not _DATE.fullmatch(row[column]):
            problems[field] = "invalid"
    row["current"] = bool(told.get("current"))
    if row["current"]:
        row["end"] = None
    return row


def _words(value: Any) -> str:
    return str(value or "").strip()[:MOST_CHARACTERS]


@dataclass(frozen=True, slots=True)
class Identity:
    """What a résumé says of who it is about."""

    name: str
    phone: str
    email: str

    @property
    def whole(self) -> bool:
        """Whether it is enough to open a file: a name and a way to reach the person."""
        return bool(self.name and (self.phone or self.email))


def identity(body: Mapping[str, Any] | None) -> Identity:
    """Who a parsed résumé is about; empty where nothing was read."""
    body = body or {}
    return Identity(*(str(body.get(field) or "").strip() for field in ("name", "phone", "email")))
