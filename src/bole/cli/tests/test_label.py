"""`bole measure label` and `agreement`, with answers typed at the terminal."""

import io
import tomllib
from pathlib import Path

import pytest

from bole.cli import main as program

SET = """
key = "small"
labels = ["problem", "cause", "measure", "result", "none"]
labellers = ["machine"]

[[answers]]
id = "X1"
question = "teller-complaint"
language = "zh"
text = "他很生气，嗯，我先道歉。后来他走了。"
clauses = [["他很生气，", "problem"], ["我先道歉。", "measure"], ["后来他走了。", "result"]]

[[answers]]
id = "X2"
question = "no-such-question"
language = "en"
text = "I \\"asked\\" him why."
clauses = [["I \\"asked\\" him why.", "cause"]]
"""


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    path = tmp_path / "set.toml"
    path.write_text(SET, "utf-8")
    return path


def label(labelled: Path, typed: str, monkeypatch, by: str = "wang", language: str = "en") -> Path:
    out = labelled.with_name(f"{by}.toml")
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    arguments = ["--set", str(labelled), "--by", by, "--out", str(out), "--language", language]
    assert program.main(["measure", "label", *arguments]) == 0
    return out


def given(path: Path) -> dict[str, list[str]]:
    return tomllib.loads(path.read_text("utf-8"))["labels"]


def test_the_whole_answer_is_shown_and_no_other_label(labelled, monkeypatch, capsys):
    out = label(labelled, "1\nmeasure\n4\n2\n", monkeypatch)
    assert given(out) == {"X1": ["problem", "measure", "result"], "X2": ["cause"]}
    said = capsys.readouterr().out
    assert "他很生气，嗯，我先道歉。后来他走了。" in said
    assert "排队40分钟" in said
    assert "machine" not in said
    assert "now" not in said


def test_stopped_by_an_end_of_input_and_gone_on(labelled, monkeypatch, capsys):
    out = label(labelled, "1\n", monkeypatch)
    assert given(out) == {"X1": ["problem", "", ""], "X2": [""]}
    capsys.readouterr()
    label(labelled, "3\n4\nq\n", monkeypatch, language="zh")
    said = capsys.readouterr().out
    assert given(out) == {"X1": ["problem", "measure", "result"], "X2": [""]}
    assert "已标注 1 / 4" in said
    assert "3 measure 措施" in said
    assert "[X1 1/3]" not in said


def test_back_mends_and_enter_keeps(labelled, monkeypatch, capsys):
    out = label(labelled, "1\n3\nb\nb\n5\n\n4\n2\n", monkeypatch)
    assert given(out) == {"X1": ["none", "measure", "result"], "X2": ["cause"]}
    assert "now problem" in capsys.readouterr().out


def test_what_is_no_label_is_asked_again(labelled, monkeypatch, capsys):
    out = label(labelled, "9\n\nwhat\n1\nq\n", monkeypatch)
    assert given(out)["X1"] == ["problem", "", ""]
    assert capsys.readouterr().out.count("please one of") == 3


def test_no_one_goes_on_in_another_persons_file_or_after_the_set_has_changed(labelled, monkeypatch, capsys):
    out = label(labelled, "1\n", monkeypatch)
    arguments = ["measure", "label", "--set", str(labelled), "--out", str(out)]
    assert program.main([*arguments, "--by", "li"]) == 1
    assert "holds the labels of wang" in capsys.readouterr().err
    labelled.write_text(SET.replace("我先道歉", "我先解释"), "utf-8")
    assert program.main([*arguments, "--by", "wang"]) == 1
    assert "another set" in capsys.readouterr().err
    assert given(out)["X1"][0] == "problem"


def test_agreement_of_two_files(labelled, monkeypatch, capsys):
    wang = label(labelled, "1\n3\n4\n2\n", monkeypatch)
    li = label(labelled, "1\n2\n4\n", monkeypatch, by="li")
    capsys.readouterr()
    assert program.main(["measure", "agreement", str(wang), str(li), "--set", str(labelled)]) == 0
    said = capsys.readouterr().out
    assert "clauses both have labelled: 3; left out, a label is missing: 1" in said
    # shares (1,3,4) against (1,2,4): observed 2/3, expected 2/9, so (2/3 - 2/9) / (7/9) = 4/7
    assert "Cohen's kappa: 0.571" in said
    assert "[X1 2]  measure | cause  我先道歉。" in said
    assert "in dispute: 1" in said


def test_agreement_with_a_labeller_of_the_set(labelled, monkeypatch, capsys):
    wang = label(labelled, "1\n3\n4\n2\n", monkeypatch)
    assert program.main(["measure", "agreement", str(wang), "machine", "--set", str(labelled)]) == 0
    assert "kappa: 1.000, no interval" in capsys.readouterr().out


def test_a_file_that_is_no_set_is_named(tmp_path, capsys):
    bad = tmp_path / "bad.toml"
    bad.write_text(SET.replace('"我先道歉。", "measure"', '"我先道歉。", "deed"'), "utf-8")
    assert program.main(["measure", "agreement", "machine", "machine", "--set", str(bad)]) == 1
    assert "unknown label 'deed'" in capsys.readouterr().err
