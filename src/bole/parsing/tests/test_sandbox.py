"""What a file may do to the child that reads it, and what the others notice of it."""

import os
import zipfile
from io import BytesIO
from pathlib import Path

import psutil
import pytest

from bole.parsing import sandbox
from bole.parsing.errors import ParsingError
from bole.parsing.tests import making
from bole.parsing.types import Resume

GOOD = making.docx(making.lines("王小雨\n电话：199-0000-0501"))


def bomb(size: int) -> bytes:
    """A DOCX of a few kilobytes that unpacks to so many bytes."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<w>" + b" " * size)
    return made.getvalue()


def laughs() -> bytes:
    """Entities that multiply."""
    text = '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><d>&b;</d>'
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("word/document.xml", text)
    return made.getvalue()


def test_a_file_that_breaks_leaves_the_others_alone(tmp_path):
    contents = [GOOD, bomb(60_000_000), laughs(), os.urandom(3000), GOOD]
    paths = []
    for number, content in enumerate(contents):
        paths.append(tmp_path / f"{number}.docx")
        paths[-1].write_bytes(content)
    before = {child.pid for child in psutil.Process().children(recursive=True)}
    found = list(sandbox.parse_files(paths))
    assert [one.name if isinstance(one, Resume) else one.code for one in found] == [
        "王小雨", "too_large", "unreadable", "unsupported", "王小雨",
    ]  # fmt: skip
    assert {child.pid for child in psutil.Process().children(recursive=True)} <= before


def test_limits_end_a_file_by_name(tmp_path):
    path, large = tmp_path / "a.docx", tmp_path / "large.docx"
    path.write_bytes(GOOD)
    large.write_bytes(bomb(20_000_000))
    for file, limits, code in (
        (path, sandbox.Limits(output_bytes=40), "limit_exceeded"),
        (large, sandbox.Limits(memory_bytes=30 * sandbox.MIB), "limit_exceeded"),
        (path, sandbox.Limits(wall_seconds=0.001), "timed_out"),
    ):
        with sandbox.Workshop(limits=limits) as workshop, pytest.raises(ParsingError) as caught:
            workshop.parse(file)
        assert caught.value.code == code


def test_the_child_inherits_nothing_and_is_replaced_when_killed(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://secret")
    path = tmp_path / "a.docx"
    path.write_bytes(GOOD)
    with sandbox.Workshop() as workshop:
        assert workshop.parse(path).name == "王小雨"
        (child,) = psutil.Process().children()
        assert not {"DATABASE_URL", "HOME", "USER"} & set(child.environ())
        child.kill()
        with pytest.raises(ParsingError) as caught:
            workshop.parse(path)
        assert (caught.value.code, caught.value.retryable) == ("child_died", True)
        assert workshop.parse(path).name == "王小雨"
    assert not child.is_running() or child.status() == psutil.STATUS_ZOMBIE


def test_a_missing_file_is_named(tmp_path):
    (found,) = sandbox.parse_files([Path(tmp_path / "no.pdf")])
    assert isinstance(found, ParsingError)
    assert found.code == "not_found"
