"""Outlook's ``winmail.dat`` (MS-OXTNEF): the files inside, where a sender's server packs them so."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

TYPES: Final = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
SIGNATURE: Final = 0x223E9F78
MOST: Final = 10_000  # attributes; a letter has some dozens
_RENDERING, _TITLE, _DATA, _PROPERTIES, _CODE_PAGE = 0x069002, 0x018010, 0x06800F, 0x069005, 0x069007
_LONG_NAME, _BYTES = 0x3707, 0x3701
_FIXED: Final = {2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 10: 4, 11: 4, 20: 8, 64: 8, 72: 16}
_STRING8, _UNICODE, _OBJECT, _BINARY = 0x1E, 0x1F, 0x0D, 0x102


@dataclass(slots=True)
class _File:
    title: bytes = b""
    name: str = ""
    data: bytes = b""


@dataclass(slots=True)
class _Reader:
    data: bytes
    at: int = field(default=0)

    def take(self, count: int) -> bytes:
        """The next bytes; struct.error where there are fewer."""
        found = self.data[self.at : self.at + count]
        if count < 0 or len(found) < count:
            raise struct.error("it ends too early")
        self.at += count
        return found

    def number(self, form: str = "<I") -> int:
        """The next number, by default of four bytes."""
        found: int = struct.unpack(form, self.take(struct.calcsize(form)))[0]
        return found

    def padded(self) -> bytes:
        """A value with its length before it, filled up to four bytes."""
        found = self.take(self.number())
        self.at += -len(found) % 4
        return found


def files(data: bytes) -> list[tuple[str, bytes]]:
    """(name, bytes) of every file inside, as far as the packing can be read; none for anything else."""
    found: list[_File] = []
    page = "gb18030"
    try:
        for kind, value in _attributes(data):
            if kind == _CODE_PAGE and len(value) >= 4:
                page = _page(struct.unpack_from("<I", value)[0])
            elif kind == _RENDERING:
                found.append(_File())
            elif found:
                _note(found[-1], kind, value, page)
    except struct.error:
        pass  # cut short: what came before is whole
    return [(one.name or _text(one.title, page), one.data) for one in found if one.data]


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    reader = _Reader(data)
    if reader.number() != SIGNATURE:
        return
    reader.take(2)  # the key that counts attachments
    for _ in range(MOST):
        if reader.at >= len(data):
            return
        reader.take(1)  # of the message or of an attachment: the kind says so too
        kind, value = reader.number(), reader.take(reader.number())
        reader.take(2)  # the sum of its bytes; transport has checked more
        yield kind, value


def _note(one: _File, kind: int, value: bytes, page: str) -> None:
    if kind == _TITLE:
        one.title = value
    elif kind == _DATA:
        one.data = value
    elif kind == _PROPERTIES:
        for number, form, said in _properties(value):
            if number == _LONG_NAME:
                one.name = _text(said, "utf-16-le" if form == _UNICODE else page)
            elif number == _BYTES and form == _BINARY and not one.data:
                one.data = said


def _properties(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    reader = _Reader(data)
    for _ in range(min(reader.number(), MOST)):
        form, number = reader.number("<H"), reader.number("<H")
        if number >= 0x8000:  # named: whose it is, then a number or a name
            reader.take(16)
            if reader.number():
                reader.padded()
            else:
                reader.take(4)
        many, plain = form & 0x1000, form & ~0x1000
        stretched = plain in {_STRING8, _UNICODE, _OBJECT, _BINARY}
        for _ in range(min(reader.number() if many or stretched else 1, MOST)):
            yield number, form, reader.padded() if stretched else reader.take(_width(plain))


def _width(form: int) -> int:
    try:
        return _FIXED[form]
    except KeyError:
        raise struct.error("a property of a kind nobody knows") from None


def _page(number: int) -> str:
    return {936: "gb18030", 950: "big5", 65001: "utf-8"}.get(number, f"cp{number}")


def _text(data: bytes, page: str) -> str:
    try:
        text = data.decode(page, "replace")
    except LookupError:
        text = data.decode("gb18030", "replace")
    return text.split("\0")[0].strip()
