import json
from pathlib import Path
from typing import Any

import pytest

from bole.cli import rescore
from bole.foundation.access.actors import system_scope
from bole.hiring.assessment.models import Report, Rescoring
from bole.kernel.errors import BoleError
from bole.measurement.frameworks.loading import library_dir

KEY = "teller-complaint"


@pytest.fixture(autouse=True)
def _installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bole.cli.installation.set_up_django", lambda: None)


def words(out: Path, rubric: Path | None = None) -> list[str]:
    file = rubric or library_dir() / "questions" / f"{KEY}.toml"
    return ["--question", KEY, "--rubric", str(file), "--out", str(out), "--here"]


@pytest.mark.django_db
def test_without_workers_the_report_is_written_here(tmp_path: Path, capsys: Any) -> None:
    out = tmp_path / "change.json"
    assert rescore.run(words(out)) == 0
    told = json.loads(out.read_text("utf-8"))
    assert (told["format"], told["question"], told["answers"]["n"]) == ("bole.rescore/1", KEY, 0)
    assert "run 1, 0 answers" in capsys.readouterr().out
    with system_scope("test"):
        assert Rescoring.objects.get().state == "done"
        assert not Report.objects.exists()


def test_a_rubric_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BoleError, match="cannot be read"):
        rescore.run(words(tmp_path / "out.json", tmp_path / "missing.toml"))
