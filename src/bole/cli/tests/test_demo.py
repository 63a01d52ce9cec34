"""What `bole demo` makes sure of before it starts anything."""

from pathlib import Path

import pytest

from bole.cli import demo, installation
from bole.cli import main as program
from bole.config import env


@pytest.fixture
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty installation, beside a checkout of our own."""
    monkeypatch.setenv("BOLE_VAR_DIR", str(tmp_path / "var"))
    monkeypatch.delenv("BOLE_MODELS_DIR", raising=False)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("BOLE_DEMO", "1")
    monkeypatch.setattr(installation, "CHECKOUT", tmp_path / "checkout")
    monkeypatch.setattr(env, "REPOSITORY", tmp_path / "checkout")
    return tmp_path / "var"


@pytest.mark.parametrize("words", [[], ["--once"], ["--fresh"]])
def test_without_models_the_demo_says_so_and_starts_nothing(
    var: Path, words: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo.Demo, "run", lambda _self: pytest.fail("it started"))
    assert program.main(["demo", *words]) == 1
    said = capsys.readouterr().err
    assert str(var / "models") in said
    assert "whisper-base" in said
    assert "BOLE_MODELS_DIR" in said
    assert not (var / "db").exists()


def test_a_file_that_is_not_the_model_counts_as_missing(var: Path) -> None:
    (var / "models").mkdir(parents=True)
    (var / "models" / "face_landmarker.task").write_bytes(b"not a model")
    assert "face-landmarker" in installation.missing_models()


def test_without_interviews_no_model_is_needed(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo.Demo, "run", lambda _self: 0)
    assert program.main(["demo", "--without-interviews"]) == 0


def test_with_every_model_it_starts(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installation, "missing_models", list)
    monkeypatch.setattr(demo.Demo, "run", lambda _self: 0)
    assert program.main(["demo"]) == 0


def test_models_are_looked_for_where_named_then_here_then_in_the_checkout(
    var: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The program and the settings of its workers agree at every step."""

    def both() -> Path:
        assert installation.models_dir() == env.models_dir()
        return installation.models_dir()

    assert both() == var / "models"
    checkout = tmp_path / "checkout" / "var" / "models"
    checkout.mkdir(parents=True)
    assert both() == checkout
    (var / "models").mkdir(parents=True)
    assert both() == var / "models"
    monkeypatch.setenv("BOLE_MODELS_DIR", str(tmp_path / "named"))
    assert both() == tmp_path / "named"
