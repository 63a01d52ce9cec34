"""A ZIP of résumés, opened with distrust: limits on count, size, ratio and depth; names never lead anywhere.

Members are handed out as bytes one after the other; nothing is unpacked to a place the archive names. What is
refused is named with its reason, so that the sender sees which files were left out.
"""

import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Literal

from bole.parsing.errors import ParsingError

MIB = 1024 * 1024
Reason = Literal["name", "too_large", "ratio", "depth", "encrypted", "nested", "link", "damaged"]
_CLUTTER = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
_ARCHIVES = (".zip", ".rar", ".7z", ".gz", ".tar", ".tgz", ".bz2", ".xz")
_UTF8, _ENCRYPTED, _BLOCK, _HEADER = 0x800, 0x1, 65536, 30


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """What one archive may hold. ``ratio``: unpacked to packed size of a member larger than 1 MiB."""

    count: int = 10_000
    member_bytes: int = 32 * MIB
    total_bytes: int = 8192 * MIB
    ratio: float = 150.0
    depth: int = 8
    name_length: int = 240


@dataclass(frozen=True, slots=True)
class Member:
    """A file of the archive: its whole name, for showing only, and its content."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that was left out, and why."""

    name: str
    reason: Reason


def members(source: Path | BinaryIO, limits: ArchiveLimits | None = None) -> Iterator[Member | Refused]:
    """The files of a ZIP in its order.

    Raises ``ParsingError``: ``unreadable`` (no ZIP), ``too_many``, ``bomb`` (more than ``total_bytes``, or
    members that share their bytes).
    """
    limits = limits or ArchiveLimits()
    try:
        with zipfile.ZipFile(source) as archive:
            files = [info for info in archive.infolist() if not info.is_dir() and not _clutter(_name(info))]
            _check_whole(files, limits)
            yield from (_member(archive, info, limits) for info in files)
    except zipfile.BadZipFile as error:
        raise ParsingError("the file is damaged or no ZIP", code="unreadable") from error


def _check_whole(files: list[zipfile.ZipInfo], limits: ArchiveLimits) -> None:
    if len(files) > limits.count:
        raise ParsingError(f"the archive holds more than {limits.count} files", code="too_many")
    if sum(info.file_size for info in files) > limits.total_bytes:
        raise ParsingError("the archive unpacks to more than the limit", code="bomb")
    places = sorted((info.header_offset, info.compress_size + _HEADER) for info in files)
    if any(first + size > second for (first, size), (second, _) in pairwise(places)):
        raise ParsingError("files of the archive share their bytes", code="bomb")


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limits: ArchiveLimits) -> Member | Refused:
    name = _name(info)
    reason = _refusal(name, info, limits)
    if reason is not None:
        return Refused(_shown(name, limits), reason)
    try:
        data = _content(archive, info, limits.member_bytes)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError):
        return Refused(name, "damaged")
    return Member(name, data) if data is not None else Refused(name, "too_large")


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limit: int) -> bytes | None:
    """What really comes out, never more than the limit, whatever the directory promised."""
    content = bytearray()
    with archive.open(info) as stream:
        while block := stream.read(_BLOCK):
            content += block
            if len(content) > limit:
                return None
    return bytes(content)


def _refusal(name: str, info: zipfile.ZipInfo, limits: ArchiveLimits) -> Reason | None:
    checks: tuple[tuple[bool, Reason], ...] = (
        (_leads_astray(name, limits), "name"),
        (stat.S_ISLNK(info.external_attr >> 16), "link"),
        (bool(info.flag_bits & _ENCRYPTED), "encrypted"),
        (len(PurePosixPath(name).parts) > limits.depth, "depth"),
        (name.lower().endswith(_ARCHIVES), "nested"),
        (info.file_size > limits.member_bytes, "too_large"),
        (info.file_size > MIB and info.file_size > limits.ratio * max(info.compress_size, 1), "ratio"),
    )
    return next((reason for refused, reason in checks if refused), None)


def _leads_astray(name: str, limits: ArchiveLimits) -> bool:
    """Absolute, upwards, with a drive letter, with control characters, or longer than a name should be."""
    path = PurePosixPath(name.replace("\\", "/"))
    odd = any(ord(letter) < 32 or ord(letter) == 127 for letter in name)
    return (
        odd or path.is_absolute() or ".." in path.parts or name[1:2] == ":" or len(name) > limits.name_length
    )


def _name(info: zipfile.ZipInfo) -> str:
    """The name; archives made on Chinese Windows hold GBK without saying so."""
    if info.flag_bits & _UTF8:
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def _shown(name: str, limits: ArchiveLimits) -> str:
    return "".join(letter if ord(letter) >= 32 else "?" for letter in name)[: limits.name_length]


def _clutter(name: str) -> bool:
    """What operating systems and office programs leave behind."""
    return name.startswith(_CLUTTER) or PurePosixPath(name).name.startswith(("._", "~$", *_CLUTTER))
