import pytest
from hypothesis import given
from hypothesis import strategies as st

from bole.foundation.files import rules
from bole.foundation.files.rules import ByteRange, parse_range, sniff

EBML = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01"


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (EBML + b"\x42\x82\x84webm", "video/webm"),
        (EBML + b"\x42\x82\x88matroska", "video/x-matroska"),
        (EBML + b"\x42\x82\x85webm\0", "video/webm"),
        (EBML + b"\x42\x82\x84htmlwebm", None),
        (EBML, None),
        (b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41", "video/mp4"),
        (b"\x00\x00\x00\x1cftypiso5\x00\x00\x02\x00iso5iso6mp41", "video/mp4"),
        (b"\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00qt  ", "video/quicktime"),
        (b"\x00\x00\x00\x18ftyp3gp5\x00\x00\x01\x003gp5isom", "video/3gpp"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", None),
        (b"\xff\xff\xff\xffftypisom\x00\x00\x02\x00", None),
        (b"\x00\x00\x00\x04ftyp", None),
        (b"%PDF-1.7", "application/pdf"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"ID3\x04\x00\x00", "audio/mpeg"),
        (b"\xff\xfb\x90\x44", "audio/mpeg"),
        (b"\xff\xfb\xf0\x44", None),
        (b"\xff\xf1\x50\x40", "audio/aac"),
        (b"RIFF\x24\x00\x00\x00WAVEfmt ", "audio/wav"),
        (b"RIFF\x24\x00\x00\x00AVI LIST", None),
        (b"OggS\x00\x02", "audio/ogg"),
        (b"fLaC\x00\x00", "audio/flac"),
        (b"", None),
        (b"<html>", None),
    ],
)
def test_a_file_is_what_it_begins_with(head: bytes, kind: str | None) -> None:
    assert sniff(head) == kind


def test_a_sound_recorder_serves_where_only_sound_is_recorded() -> None:
    voice, film = b"ID3\x04\x00\x00", EBML + b"\x42\x82\x84webm"
    assert rules.accepted(voice, "sound") == "audio/mpeg"
    assert rules.accepted(film, "sound") == "video/webm", "browsers put sound into this container"
    assert rules.accepted(voice, "recording") is None
    assert rules.accepted(b"what is this", "sound") is None


@given(st.binary(max_size=300))
def test_no_junk_makes_it_fail(head: bytes) -> None:
    assert sniff(head) in {None, *rules.SUFFIXES}
    assert sniff(EBML + head) in {None, "video/webm", "video/x-matroska"}
    assert sniff(b"\x00\x00\x00\x20ftyp" + head) in {None, "video/mp4", "video/quicktime", "video/3gpp"}


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("bytes=0-", ByteRange(0, 100)),
        ("bytes=0-0", ByteRange(0, 1)),
        ("bytes=10-19", ByteRange(10, 20)),
        ("bytes=90-500", ByteRange(90, 100)),
        ("bytes=-10", ByteRange(90, 100)),
        ("bytes=-500", ByteRange(0, 100)),
        ("bytes=20-10", None),
        ("bytes=-", None),
        ("bytes=0-1,5-6", None),
        ("chapters=1-2", None),
        ("bytes=٣-", None),
        ("bytes=" + "9" * 80 + "-", None),
    ],
)
def test_ranges(header: str, expected: ByteRange | None) -> None:
    assert parse_range(header, 100) == expected


@pytest.mark.parametrize(("header", "size"), [("bytes=100-", 100), ("bytes=-0", 100), ("bytes=0-", 0)])
def test_a_range_behind_the_end(header: str, size: int) -> None:
    with pytest.raises(rules.UnsatisfiableRangeError):
        parse_range(header, size)


def test_every_accepted_type_has_a_suffix() -> None:
    accepted = frozenset().union(*(purpose.types for purpose in rules.PURPOSES.values()))
    assert accepted == set(rules.SUFFIXES)
