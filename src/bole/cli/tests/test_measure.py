"""`bole measure`: files in, files out; a bad line is named."""

import json
from pathlib import Path

import pytest

from bole.cli import main as program

ROW = {
    "question": "什么是变量？",
    "rubric_points": ["内存中可以存储值的位置。"],
    "answer": "变量是内存里用来存储值的一个位置。",
    "score": 0.9,
}


def lines(path: Path, rows: list[object]) -> Path:
    path.write_text("\n".join(r if isinstance(r, str) else json.dumps(r) for r in rows) + "\n", "utf-8")
    return path


def test_score_writes_a_line_for_a_line(tmp_path: Path) -> None:
    asked = lines(tmp_path / "in.jsonl", [{**ROW, "score": None}, {**ROW, "answer": ""}])
    assert program.main(["measure", "score", "--in", str(asked), "--out", str(tmp_path / "out.jsonl")]) == 0
    found = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    assert [f["score"] > 0 for f in found] == [True, False]
    assert found[0]["evidence"][0] in ROW["answer"]


def test_a_fitted_rater_is_plain_data_and_scores(tmp_path: Path) -> None:
    marked = lines(
        tmp_path / "m.jsonl", [{**ROW, "answer": ROW["answer"] * n, "score": n / 4} for n in range(4)]
    )
    rater = tmp_path / "rater.npz"
    assert program.main(["measure", "fit", "--in", str(marked), "--out", str(rater)]) == 0
    assert b"pickle" not in rater.read_bytes()
    out = tmp_path / "out.jsonl"
    assert (
        program.main(["measure", "score", "--in", str(marked), "--out", str(out), "--model", str(rater)]) == 0
    )
    assert len(out.read_text("utf-8").splitlines()) == 4


def test_evaluate_prints_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [
        {**ROW, "answer": a, "score": s}
        for a, s in ((ROW["answer"], 1), ("位置", 0.4), ("不知道", 0), ("值", 0.2))
    ]
    assert (
        program.main(["measure", "evaluate", "--in", str(lines(tmp_path / "m.jsonl", rows)), "--out", "-"])
        == 0
    )
    found = json.loads(capsys.readouterr().out)
    assert found["answers"] == 4
    assert found["r"] > 0.5
    assert found["evidence_verbatim"] == 1.0
    assert {"denied_ahead", "order", "question_echo", "shuffled_grams"} <= set(found["attack_gain"])
    assert found["attack_gain"]["denied_ahead"] <= 0  # the other bounds stand in learning/tests/test_quality


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{not json", "line 2: no JSON"),
        ("[1, 2]", "line 2: not an object"),
        (json.dumps({**ROW, "score": 2}), "line 2: score 2"),
        (json.dumps({"question": "x", "answer": "y", "score": 1}), "line 2: no rubric_points"),
        (json.dumps({**ROW, "rubric_points": 3}), "line 2: rubric_points is neither"),
    ],
)
def test_a_bad_line_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str, said: str
) -> None:
    marked = lines(tmp_path / "m.jsonl", [ROW, line])
    assert program.main(["measure", "fit", "--in", str(marked), "--out", str(tmp_path / "r.npz")]) == 1
    assert said in capsys.readouterr().err
    assert not (tmp_path / "r.npz").exists()


def test_what_is_not_there_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = str(tmp_path / "no.jsonl")
    assert program.main(["measure", "score", "--in", missing, "--out", "-"]) == 1
    asked = str(lines(tmp_path / "in.jsonl", [ROW]))
    assert program.main(["measure", "score", "--in", asked, "--out", "-", "--model", asked]) == 1
    assert "no file of a fitted rater" in capsys.readouterr().err
