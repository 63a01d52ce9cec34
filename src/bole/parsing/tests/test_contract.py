"""`bole parse-resume`: the shape of its output, its exit codes, its order, what broken files do."""

import json
import os
from pathlib import Path

import jsonschema
import pytest

from bole.cli import parse_resume
from bole.parsing.tests import making

SCHEMA = json.loads(
    (Path(__file__).parents[4] / "docs" / "reference" / "resume.schema.json").read_text("utf-8")
)
GOOD = """
王小雨
电话：199-0000-0201 邮箱：wang.xiaoyu@example.com
教育背景
2015.09 - 2019.06\t西南财经大学\t金融学\t本科
工作经历
2019.07 - 至今\t江州银行股份有限公司\t综合柜员
专业技能
点钞、Excel、英语（熟练）
资格证书
银行从业资格（2019.10）、CET-6
"""


def output(folder: Path, *files: Path) -> tuple[int, list[dict[str, object]]]:
    target = folder / "out.json"
    code = parse_resume.run([*map(str, files), "--json", str(target)])
    return code, json.loads(target.read_text("utf-8"))


@pytest.fixture
def broken(tmp_path) -> dict[str, Path]:
    contents = {
        "empty.pdf": b"",
        "blank.txt": b" \n\n",
        "cut.pdf": making.pdf("= 王小雨", tmp_path)[:900],
        "cut.docx": making.docx(making.lines(GOOD))[:300],
        "noise.docx": os.urandom(4000),
        "rich.rtf": b"{\\rtf1\\ansi \\u39038 }",
        "old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "other.docx": making.docx("").replace(b"document.xml", b"documemt.xml"),
        "silent.pdf": making.pdf("", tmp_path),
        "gone.pdf": b"<!DOCTYPE html><html><head><title>404 Not Found</title></head></html>",
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    return {name: tmp_path / name for name in contents}


def test_each_file_in_its_place_and_the_shape_as_published(tmp_path, broken):
    good = tmp_path / "good.docx"
    good.write_bytes(making.docx(making.lines(GOOD)))
    missing = tmp_path / "missing.pdf"
    files = [broken["empty.pdf"], good, missing, *broken.values(), good]
    code, found = output(tmp_path, *files)
    assert code == 3
    jsonschema.validate(found, SCHEMA)
    assert [one["file"] for one in found] == list(map(str, files))
    codes = {
        Path(str(one["file"])).name: one["error"]["code"] for one in found if isinstance(one["error"], dict)
    }
    assert codes == {
        "empty.pdf": "empty", "blank.txt": "empty", "cut.pdf": "unreadable", "cut.docx": "unreadable",
        "noise.docx": "unsupported", "old.doc": "unsupported", "rich.rtf": "unsupported",
        "other.docx": "unreadable", "gone.pdf": "unreadable",
        "silent.pdf": "no_text",
        "missing.pdf": "not_found",
    }  # fmt: skip
    assert found[1] == found[-1]


def test_a_good_file_says_what_it_holds_and_where(tmp_path):
    path = tmp_path / "good.txt"
    path.write_text(GOOD, "utf-8")
    code, (found,) = output(tmp_path, path)
    assert code == 0
    jsonschema.validate([found], SCHEMA)
    assert {key: found[key] for key in ("error", "name", "phone", "email", "projects", "warnings")} == {
        "error": None, "name": "王小雨", "phone": "199-0000-0201", "email": "wang.xiaoyu@example.com",
        "projects": [], "warnings": [],
    }  # fmt: skip
    assert found["education"] == [
        {"school": "西南财经大学", "degree": "本科", "degree_level": "bachelor", "major": "金融学",
         "start": "2015-09", "end": "2019-06", "current": False}
    ]  # fmt: skip
    assert found["work"] == [
        {"employer": "江州银行股份有限公司", "title": "综合柜员", "start": "2019-07", "end": None,
         "current": True, "kind": "job"}
    ]  # fmt: skip
    assert (found["skills"], found["certificates"]) == (
        ["点钞", "Excel", "英语（熟练）"],
        ["银行从业资格", "CET-6"],
    )
    assert found["languages"] == ["英语（熟练）"]
    spans = found["spans"]
    assert isinstance(spans, dict)
    assert spans["work[0].title"]["line"] == 6
    assert "综合柜员" in spans["work[0].title"]["text"]
    assert {"name", "education[0].start", "skills[2]", "certificates[1]"} <= set(spans)
