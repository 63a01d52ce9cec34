"""The format at rest: any byte can be read alone, no byte can be changed unseen."""

import io
import os
import random
import uuid

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bole.foundation.files.frames import FRAME_BYTES, MAGIC, SEALED_FRAME_BYTES, PlainReader, seal_frames
from bole.foundation.keys.crypto import SealError

FILE, OTHER = uuid.UUID(int=1), uuid.UUID(int=2)
KEY = bytes(range(32))


def sealed(data: bytes, *, chunk: int = 99_991, file_id: uuid.UUID = FILE, key: bytes = KEY) -> bytes:
    chunks = [data[at : at + chunk] for at in range(0, len(data), chunk)]
    return b"".join(seal_frames(chunks, key=key, file_id=file_id))


def reader(raw: bytes, size: int, *, file_id: uuid.UUID = FILE) -> PlainReader:
    def fetch(start: int, length: int) -> bytes:
        return raw[start : start + length]

    return PlainReader(fetch, sealed_size=len(raw), size=size, keys=[KEY], file_id=file_id)


@pytest.mark.parametrize("size", [0, 1, FRAME_BYTES - 1, FRAME_BYTES, FRAME_BYTES + 1, 3 * FRAME_BYTES])
def test_round_trip_at_the_edges(size: int) -> None:
    data = os.urandom(size)
    assert reader(sealed(data), size).read() == data


def test_seeking_gives_the_same_as_memory() -> None:
    data = os.urandom(2 * FRAME_BYTES + 12_345)
    raw = sealed(data)
    plain, memory, dice = io.BufferedReader(reader(raw, len(data)), 8192), io.BytesIO(data), random.Random(7)
    for _step in range(60):
        at, length = dice.randrange(len(data) + 10), dice.choice([0, 1, 17, 4096, FRAME_BYTES + 3])
        plain.seek(at)
        memory.seek(at)
        assert plain.read(length) == memory.read(length)


def test_one_frame_is_fetched_for_one_second() -> None:
    data, asked = os.urandom(5 * FRAME_BYTES), []
    raw = sealed(data)

    def fetch(start: int, length: int) -> bytes:
        asked.append((start, length))
        return raw[start : start + length]

    plain = PlainReader(fetch, sealed_size=len(raw), size=len(data), keys=[KEY], file_id=FILE)
    plain.seek(3 * FRAME_BYTES + 5)
    assert plain.read(100) == data[3 * FRAME_BYTES + 5 : 3 * FRAME_BYTES + 105]
    assert asked == [(len(MAGIC) + 3 * SEALED_FRAME_BYTES, SEALED_FRAME_BYTES)]


def broken(raw: bytes, size: int, *, file_id: uuid.UUID = FILE) -> str:
    with pytest.raises(SealError) as caught:
        reader(raw, size, file_id=file_id).read()
    return caught.value.code


SIZE = 2 * FRAME_BYTES + 1000
FIRST, SECOND = slice(8, 8 + SEALED_FRAME_BYTES), slice(8 + SEALED_FRAME_BYTES, 8 + 2 * SEALED_FRAME_BYTES)


@pytest.fixture(scope="module")
def raw() -> bytes:
    return sealed(os.urandom(SIZE))


def test_swapped_frames_are_noticed(raw: bytes) -> None:
    swapped = raw[:8] + raw[SECOND] + raw[FIRST] + raw[SECOND.stop :]
    assert broken(swapped, SIZE) == "file_changed"


def test_a_repeated_frame_is_noticed(raw: bytes) -> None:
    assert broken(raw[:8] + raw[FIRST] + raw[FIRST] + raw[SECOND.stop :], SIZE) == "file_changed"


def test_a_cut_at_a_frame_is_noticed_even_if_the_size_is_forged(raw: bytes) -> None:
    cut = raw[: SECOND.stop]
    assert broken(cut, SIZE) == "file_cut"
    assert broken(cut, 2 * FRAME_BYTES) == "file_changed"


@pytest.mark.parametrize("missing", [1, 16, 17, 1000, FRAME_BYTES])
def test_a_cut_anywhere_is_noticed(raw: bytes, missing: int) -> None:
    assert broken(raw[:-missing], SIZE) == "file_cut"


def test_an_appended_frame_is_noticed(raw: bytes) -> None:
    assert broken(raw + raw[FIRST], SIZE) == "file_cut"
    assert broken(raw + raw[FIRST], SIZE + FRAME_BYTES) in {"file_cut", "file_changed"}


def test_a_file_under_another_name_does_not_open(raw: bytes) -> None:
    assert broken(raw, SIZE, file_id=OTHER) == "file_changed"


@pytest.mark.parametrize("at", [8, 500, FRAME_BYTES + 9, 2 * FRAME_BYTES + 900])
def test_a_flipped_bit_is_noticed(raw: bytes, at: int) -> None:
    changed = bytearray(raw)
    changed[at] ^= 1
    assert broken(bytes(changed), SIZE) == "file_changed"


@given(chunk=st.integers(1, 300), size=st.integers(0, 2000))
@settings(max_examples=60, deadline=None)
def test_the_chunks_of_the_sender_do_not_matter(chunk: int, size: int) -> None:
    data = bytes(size)
    assert sealed(data, chunk=chunk) == sealed(data, chunk=10_000)


def test_seek_before_the_beginning_is_refused() -> None:
    with pytest.raises(ValueError, match="before the beginning"):
        reader(sealed(b"abc"), 3).seek(-1)


def test_whence(raw: bytes) -> None:
    plain = reader(raw, SIZE)
    assert plain.seek(-5, io.SEEK_END) == SIZE - 5
    assert len(plain.read()) == 5
    plain.seek(10)
    assert plain.seek(5, io.SEEK_CUR) == 15 == plain.tell()
    assert plain.readable()
    assert plain.seekable()
    assert plain.size == SIZE
