"""`bole library check` tells a good library from a broken one."""

import shutil

from bole.cli import installation
from bole.cli.main import main


def _copy(folder):
    for name in ("competencies", "lexicons", "questions", "jobs", "guides", "frameworks"):
        shutil.copytree(installation.library_dir() / name, folder / name)


def test_the_command_names_file_and_place_and_fails(tmp_path, capsys):
    _copy(tmp_path)
    path = tmp_path / "questions" / "teller-complaint.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("think_", "thinking_", 1), encoding="utf-8")
    assert main(["library", "check", "--in", str(tmp_path)]) == 1
    said = capsys.readouterr().out
    assert "questions/teller-complaint.toml: teller-complaint: think_seconds is missing" in said


def test_the_shipped_library_passes(capsys):
    assert main(["library", "check"]) == 0
    assert "fit for use" in capsys.readouterr().out
