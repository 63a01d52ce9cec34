"""What `bole analyse` leaves behind when files are odd, when one is a fault of ours, when it is stopped."""

import json
import os

import pytest

from bole.cli import analyse
from bole.cli import main as program


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Analyse files whose names say what happens to them; returns exit code and result."""

    def measured(path, _question, _args):
        if "stop" in path.name:
            raise KeyboardInterrupt
        if "fault" in path.name:
            raise ZeroDivisionError
        return {"total": 61.5}

    def go(*names):
        out = tmp_path / "out.json"
        monkeypatch.setattr(analyse, "_measured", measured)
        code = program.main(["analyse", *names, "--question", "teller-complaint", "--json", str(out)])
        assert sorted(p.name for p in tmp_path.iterdir()) == ["out.json"]
        return code, json.loads(out.read_text("utf-8"))

    return go


def test_a_file_that_is_no_recording_is_named_and_the_exit_code_says_partly(tmp_path, capsys):
    pipe, out = tmp_path / "pipe.webm", tmp_path / "out.json"
    os.mkfifo(pipe)
    names = [str(tmp_path), str(tmp_path / "none.webm"), str(pipe), str(pipe)]
    assert program.main(["analyse", *names, "--question", "teller-complaint", "--json", str(out)]) == 3
    found = json.loads(out.read_text("utf-8"))
    assert [r["file"] for r in found] == names
    assert [r["error"]["code"] for r in found] == ["not_a_file", "not_found", "not_a_file", "not_a_file"]
    told = capsys.readouterr().err.splitlines()
    assert [line.split(" ")[0] for line in told] == ["1/4", "2/4", "3/4", "4/4"]


def test_a_fault_of_ours_costs_one_file(run, capsys):
    code, found = run("a.webm", "fault.webm", "b.webm")
    assert code == 3
    assert [r.get("total") for r in found] == [61.5, None, 61.5]
    assert found[1]["error"]["code"] == "internal"
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_ctrl_c_keeps_what_was_done(run):
    code, found = run("a.webm", "stop.webm", "b.webm")
    assert code == 130
    assert found[0]["total"] == 61.5
    assert [r["error"]["code"] for r in found[1:]] == ["interrupted", "interrupted"]


def test_names_in_any_writing_come_back_as_given(run):
    names = ["面试 录音①.webm", "a b'\"\\.webm", os.fsdecode(b"\xff\xfe.webm")]
    code, found = run(*names)
    assert code == 0
    assert [r["file"] for r in found] == names
