"""ZIP files as strangers make them."""

import io
import struct
import zipfile

import pytest

from bole.parsing.archive import ArchiveLimits, Member, Refused, members
from bole.parsing.errors import ParsingError


def zipped(*files: tuple[str, bytes], **change: int) -> io.BytesIO:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            for key, value in change.items():
                setattr(info, key, value)
            archive.writestr(info, data)
    made.seek(0)
    return made


def test_files_come_in_order_without_what_systems_leave_behind():
    made = zipped(
        ("批次/张三.pdf", b"1"),
        ("__MACOSX/._a.pdf", b"x"),
        ("b/.DS_Store", b"x"),
        ("~$b.docx", b"x"),
        ("c.docx", b"2"),
    )
    assert list(members(made)) == [Member("批次/张三.pdf", b"1"), Member("c.docx", b"2")]


def test_names_of_chinese_windows_are_read():
    made = zipped(("AAAA.pdf", b"1")).getvalue().replace(b"AAAA.pdf", "张三".encode("gb18030") + b".pdf")
    assert [one.name for one in members(io.BytesIO(made))] == ["张三.pdf"]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("../../etc/passwd", "name"),
        ("/etc/passwd", "name"),
        ("a\\..\\..\\b.pdf", "name"),
        ("C:\\b.pdf", "name"),
        ("a\nb.pdf", "name"),
        ("x" * 300, "name"),
        ("/".join("abcdefghij") + ".pdf", "depth"),
        ("more.ZIP", "nested"),
    ],
)
def test_what_leads_elsewhere_is_left_out_and_named(name, reason):
    found = list(members(zipped((name, b"x"), ("good.pdf", b"y"))))
    assert isinstance(found[0], Refused)
    assert found[0].reason == reason
    assert "\n" not in found[0].name
    assert found[1] == Member("good.pdf", b"y")


def test_links_are_not_followed():
    assert list(members(zipped(("a.pdf", b"/etc/passwd"), external_attr=0o120777 << 16))) == [
        Refused("a.pdf", "link")
    ]


def test_bombs():
    assert list(members(zipped(("a.pdf", bytes(3_000_000))))) == [Refused("a.pdf", "ratio")]
    small = ArchiveLimits(member_bytes=1000)
    assert list(members(zipped(("a.pdf", b"x" * 1001)), small)) == [Refused("a.pdf", "too_large")]
    with pytest.raises(ParsingError) as caught:
        list(members(zipped(("a", b"x" * 600), ("b", b"x" * 600)), ArchiveLimits(total_bytes=1000)))
    assert caught.value.code == "bomb"
    with pytest.raises(ParsingError) as caught:
        list(members(zipped(*((f"{n}", b"") for n in range(4))), ArchiveLimits(count=3)))
    assert caught.value.code == "too_many"


def test_a_member_that_promises_less_than_it_holds():
    """The directory says 10 bytes, 5,000 come out: never more than the limit is taken into memory."""
    made = bytearray(zipped(("a.pdf", b"x" * 5000)).getvalue())
    place = made.rindex(b"PK\x01\x02")
    made[place + 24 : place + 28] = struct.pack("<I", 10)
    found = list(members(io.BytesIO(bytes(made)), ArchiveLimits(member_bytes=1000)))
    assert [one.reason for one in found if isinstance(one, Refused)] in (["damaged"], ["too_large"], [])
    assert all(len(one.data) <= 1000 for one in found if isinstance(one, Member))


def test_members_that_share_their_bytes():
    made = bytearray(zipped(("a.pdf", b"x" * 500), ("b.pdf", b"y" * 500)).getvalue())
    place = made.rindex(b"PK\x01\x02")
    made[place + 42 : place + 46] = struct.pack("<I", 10)
    with pytest.raises(ParsingError) as caught:
        list(members(io.BytesIO(bytes(made))))
    assert caught.value.code == "bomb"


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 no more", b"hello"])
def test_no_archive(data):
    with pytest.raises(ParsingError) as caught:
        list(members(io.BytesIO(data)))
    assert caught.value.code == "unreadable"
