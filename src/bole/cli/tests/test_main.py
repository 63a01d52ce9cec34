"""The program: help, exit codes, lazy loading."""

import subprocess
import sys
from pathlib import Path

import pytest

from bole.cli import main as program
from bole.cli import up
from bole.kernel.errors import InvalidError


def test_help_names_every_command(capsys) -> None:
    assert program.main(["--help"]) == 0
    shown = capsys.readouterr().out
    assert all(name in shown for name in program.COMMANDS)


def test_nothing_and_unknown_words_are_wrong_usage(capsys) -> None:
    assert program.main([]) == 2
    assert program.main(["fly"]) == 2
    assert "no command 'fly'" in capsys.readouterr().err


@pytest.mark.parametrize("name", sorted(program.COMMANDS))
def test_every_command_explains_itself(name: str, capsys) -> None:
    with pytest.raises(SystemExit) as ended:
        program.main([name, "--help"])
    assert ended.value.code == 0
    assert "example" in capsys.readouterr().out


def test_wrong_option_is_wrong_usage() -> None:
    with pytest.raises(SystemExit) as ended:
        program.main(["worker", "--no-such-option"])
    assert ended.value.code == 2


def test_foreseen_failure_is_one_line_and_code_one(capsys) -> None:
    assert program.main(["worker", "--queues", "coffee"]) == 1
    assert capsys.readouterr().err.startswith("bole worker: there is no queue coffee")


def test_help_and_analyse_load_neither_django_nor_database() -> None:
    script = (
        "import sys; from bole.cli import main; main.main(['--help']); main.COMMANDS['analyse'].load();"
        "print(sorted({'django', 'psycopg', 'procrastinate'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert done.stdout.strip().endswith("[]")


def test_up_refuses_a_demo_directory(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("BOLE_VAR_DIR", str(tmp_path))
    monkeypatch.delenv("BOLE_DEMO", raising=False)
    (tmp_path / "demo-installation").touch()
    with pytest.raises(InvalidError, match="public passwords"):
        up.refuse_unsafe()


def test_up_refuses_a_default_key_other_settings_and_debug(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("BOLE_VAR_DIR", str(tmp_path))
    for name in ("BOLE_DEMO", "BOLE_SECRET_KEY", "DJANGO_SETTINGS_MODULE"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(InvalidError, match="BOLE_SECRET_KEY"):
        up.refuse_unsafe()
    monkeypatch.setenv("BOLE_SECRET_KEY", "x" * 60)
    up.refuse_unsafe()
    monkeypatch.setenv("DJANGO_DEBUG", "1")
    with pytest.raises(InvalidError, match="DEBUG"):
        up.refuse_unsafe()
    monkeypatch.delenv("DJANGO_DEBUG")
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "bole.config.settings.test")
    with pytest.raises(InvalidError, match="production settings only"):
        up.refuse_unsafe()


@pytest.mark.parametrize(
    "words",
    [
        ["analyse", "a.webm", "--question", "teller-complaint", "--json"],
        ["parse-resume", "a.pdf", "--json"],
        ["parse-document", "a.jpg", "--kind", "degree", "--json"],
        ["measure", "score", "--in", "a.jsonl", "--out"],
        ["attack", "run", "--json"],
        ["rescore", "--question", "teller-complaint", "--rubric", "a.toml", "--out"],
        ["draft", "--job", "teller", "--competency", "patience_care", "--out"],
    ],
)
def test_a_result_that_can_go_nowhere_is_refused_before_the_work(words, tmp_path, capsys) -> None:
    for place, said in ((tmp_path, "is a folder"), (tmp_path / "none" / "out.json", "there is no folder")):
        with pytest.raises(SystemExit) as ended:
            program.main([*words, str(place)])
        assert ended.value.code == 2
        assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_opened_is_one_line(tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.setattr(program.Command, "load", lambda _self: lambda rest: len(Path(rest[0]).read_text()))
    assert program.main(["doctor", str(tmp_path / "none")]) == 1
    assert capsys.readouterr().err == f"bole doctor: {tmp_path / 'none'}: No such file or directory\n"
