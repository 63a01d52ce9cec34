"""A letter's bytes → the files in it that may be résumés. Pure: no mailbox, no database."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message
from typing import Final

from bole.hiring.intake import winmail
from bole.kernel.errors import BoleError

MOST: Final = 20  # files of one letter
DEEPEST: Final = 3  # letters in letters
SMALLEST_PICTURE: Final = 20 * 1024  # logos and signatures are pictures too
LEAST_TEXT: Final = 100  # characters of a résumé written as the letter itself
BODY_NAME: Final = "letter.txt"
_NAMES: Final = {"application/pdf": "file.pdf", "image/jpeg": "picture.jpg", "image/png": "picture.png"}
_NEVER = re.compile(r"\.(ics|vcf|p7s|p7m|asc|sig)$|^smime\.", re.IGNORECASE)
_ANSWERED = re.compile(r"\s*(自动(回复|答复)|Automatic reply|Auto[- ]?reply|Out of office)", re.IGNORECASE)
_TAGS = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>", re.IGNORECASE | re.DOTALL)
_CONTACT = re.compile(r"(?<!\d)1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}(?!\d)|[\w.+-]+@[\w-]+\.\w+|\+\d[\d\s-]{7,}")
_BARE = re.compile(
    rb"^(?:Subject|Content-(?:Type|Disposition)):[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*",
    re.IGNORECASE | re.MULTILINE,
)
_TITLES = re.compile(
    r"教育(背景|经历)|学历|毕业|工作经[历验]|实习经?历?|项目经[历验]|专业技能|证书|自我评价|求职意向"
    r"|\b(?:education|work experience|employment|internship|skills|certificates?|university|degree)\b",
    re.IGNORECASE,
)


class LetterError(BoleError):
    """The bytes cannot be taken apart as a letter."""

    code = "letter_damaged"


@dataclass(frozen=True, slots=True)
class Mail:
    """What a letter brings. ``key``: what makes it the same one again; ``automatic``: nobody wrote it, it
    answers or returns another letter, and nothing is taken from it."""

    subject: str
    files: tuple[tuple[str, bytes], ...]
    key: str
    automatic: bool = False


@dataclass(frozen=True, slots=True)
class _Part:
    name: str
    kind: str
    body: bytes
    content_id: str = ""


def read(raw: bytes) -> Mail:
    """Take a letter apart; LetterError for one that breaks the reader."""
    try:
        return _read(_parsed(raw))
    except Exception as error:  # over malformed headers the standard reader fails with errors of any kind
        raise LetterError("the letter cannot be taken apart") from error


def _read(message: Message) -> Mail:
    subject = str(message.get("Subject", ""))[:200]
    if _automatic(message, subject):
        return Mail(subject, (), "", automatic=True)
    parts, texts = list(_parts(message)), list(_texts(message))
    files = _chosen(parts, "".join(texts)) or _written(texts)
    return Mail(subject, tuple(files[:MOST]), _key(message, files[:MOST]))


def _parsed(raw: bytes) -> Message:
    """Headers that hold bare GBK, as older clients here send them, are read as such."""
    return message_from_bytes(_BARE.sub(_spelt, raw), policy=policy.default)


def _spelt(header: re.Match[bytes]) -> bytes:
    try:
        text = header[0].decode()
    except UnicodeDecodeError:
        text = ""
    if text and not any("\u0180" <= sign < "\u0800" for sign in text):
        return header[0]
    return header[0].decode("gb18030", "replace").encode()  # some pairs of GBK look like Greek or Cyrillic


def _automatic(message: Message, subject: str) -> bool:
    return (
        str(message.get("Auto-Submitted", "")).lower().startswith("auto-replied")
        or message.get("X-Autoreply") is not None
        or message.get_content_type() == "multipart/report"
        or _ANSWERED.match(subject) is not None
    )


def _key(message: Message, files: list[tuple[str, bytes]]) -> str:
    """By its message id and what it holds."""
    whole = hashlib.sha256(str(message.get("Message-ID", "")).strip().encode())
    for _name, body in files:
        whole.update(hashlib.sha256(body).digest())
    return whole.hexdigest()


def _chosen(parts: list[_Part], page: str) -> list[tuple[str, bytes]]:
    """Without small pictures; without those drawn inside the text, unless there is nothing else."""
    parts = [one for one in parts if not (_drawn(one) and len(one.body) < SMALLEST_PICTURE)]
    apart = [one for one in parts if not (_drawn(one) and one.content_id and f"cid:{one.content_id}" in page)]
    return [(one.name, one.body) for one in apart or parts]


def _drawn(part: _Part) -> bool:
    return part.kind.startswith("image/")


def _parts(message: Message, depth: int = 0) -> Iterator[_Part]:
    """Everything that hangs on a letter, also on letters that hang on it."""
    for part in message.walk():
        kind, name = part.get_content_type(), part.get_filename() or ""
        hangs = name or part.get_content_disposition() == "attachment" or kind in _NAMES
        if part.is_multipart() or not hangs or _NEVER.search(name):
            continue
        body = part.get_payload(decode=True)
        if not isinstance(body, bytes) or not body:
            continue
        if kind in winmail.TYPES or name.lower() == "winmail.dat":
            yield from (_Part(inner, "", data) for inner, data in winmail.files(body))
        elif name.lower().endswith(".eml") and depth < DEEPEST:
            yield from _parts(_parsed(body), depth + 1)
        else:
            content_id = str(part.get("Content-ID", "")).strip().strip("<>")
            yield _Part(name or _NAMES.get(kind, "file"), kind, body, content_id)


def _written(texts: list[str]) -> list[tuple[str, bytes]]:
    """A résumé written as the letter itself, or a job board's page: one that has a way to reach the person
    and two headings of a résumé. A greeting, a newsletter or a question has not."""
    for text in texts:
        plain = _TAGS.sub(" ", text)
        headings = {found[0].lower() for found in _TITLES.finditer(plain)}
        if len("".join(plain.split())) >= LEAST_TEXT and len(headings) > 1 and _CONTACT.search(plain):
            return [(BODY_NAME, text.encode())]
    return []


def _texts(message: Message) -> Iterator[str]:
    """The letter's own words, plain ones before pages."""
    walked = [part for part in message.walk() if not part.is_multipart() and not part.get_filename()]
    for kind in ("text/plain", "text/html"):
        for part in walked:
            body = part.get_payload(decode=True) if part.get_content_type() == kind else None
            if isinstance(body, bytes):
                yield _decoded(body, part.get_content_charset() or "utf-8")


def _decoded(body: bytes, charset: str) -> str:
    """As declared; GB 18030 where that cannot be, for it holds the older Chinese sets."""
    for name in (charset, "utf-8", "gb18030"):
        try:
            return body.decode("gb18030" if name in {"gb2312", "gbk"} else name)
        except (LookupError, UnicodeDecodeError):
            continue
    return body.decode("utf-8", "replace")
