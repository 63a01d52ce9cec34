"""`bole attack run` as somebody types it."""

import json
from pathlib import Path

import pytest

from bole.cli.main import main

SMALL = ["attack", "run", "--language", "zh", "--questions", "teller-complaint", "--families"]


def test_it_writes_page_and_json_and_says_that_limits_are_kept(tmp_path: Path, capsys) -> None:
    page, document = tmp_path / "a.html", tmp_path / "a.json"
    code = main([*SMALL, "off_topic,question_echo", "--html", str(page), "--json", str(document)])
    assert code == 0
    written = json.loads(document.read_text(encoding="utf-8"))
    assert [family["key"] for family in written["families"]] == ["question_echo", "off_topic"]
    assert list(written["questions"]) == ["teller-complaint"]
    assert all(attack["gain"] < 0 for attack in written["attacks"])
    assert "流利跑题" in page.read_text(encoding="utf-8")
    assert "kept   mean gain" in capsys.readouterr().out


def test_all_raters_stand_side_by_side_and_each_has_a_file(tmp_path: Path, capsys) -> None:
    document = tmp_path / "a.json"
    main([*SMALL, "off_topic", "--rater", "all", "--json", str(document)])
    raters = ["rules", "learning", "fit"]
    for name in raters:
        written = json.loads((tmp_path / f"a-{name}.json").read_text(encoding="utf-8"))
        assert (written["rater"], len(written["families"])) == (name, 1)
    said = capsys.readouterr().out
    assert [line.split() for line in said.splitlines() if line.startswith("mean gain")] == [
        ["mean", "gain", *raters]
    ]


def generous(question: str, rubric_points: list[str], answer: str, language: str = "zh") -> dict[str, object]:
    """A rater that long answers please."""
    return {"score": min(1.0, len(answer) / 400), "flags": []}


def test_a_rater_that_counts_words_is_found_out(capsys) -> None:
    code = main([*SMALL, "repetition,padding", "--rater", f"{__name__}:generous"])
    assert code == 3
    assert "MISSED 2 of 2 families" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--families", "no_such"], "no such family: no_such"),
        (["--questions", "no-such"], "no such question: no-such"),
        (["--rater", "no.such:thing"], "no rater"),
    ],
)
def test_what_does_not_exist_is_named(words: list[str], said: str, capsys) -> None:
    assert main(["attack", "run", *words]) == 1
    assert said in capsys.readouterr().err
