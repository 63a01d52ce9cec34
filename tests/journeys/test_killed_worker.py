"""A worker dies in mid-analysis. In a file of its own: it waits long, and may run beside the others."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from pathlib import Path

import pytest

from tests.journeys import media, product
from tests.journeys.product import Product
from tests.journeys.without_browser import KEY, interviewed


@pytest.mark.long
def test_worker_killed_in_mid_analysis_gives_the_same_hash(bank: Product, tmp_path: Path) -> None:
    """The supervisor starts a new worker, the sweep takes the task up again, the result is the same bytes as
    `bole analyse` writes in a process without a database."""
    film = media.safari_mp4(tmp_path / "film.mp4", seconds=30.0)  # not analysed before: results are reused
    interview = interviewed(bank, film, media.decoded_seconds(film))
    bank.wait_for("running", interview, seconds=60)
    victim = bank.children()["speech"]
    os.kill(victim, signal.SIGKILL)
    found = bank.wait_for("result_hash", interview, seconds=420)
    speech = next(run for run in bank.ask("runs", interview) if run["stage"] == "speech")
    assert speech["attempts"] >= 2, "the worker was killed too late to prove anything"
    assert found == analysed(film, tmp_path / "out.json", bank)


def analysed(film: Path, out: Path, bank: Product) -> str:
    """The hash that the command line gives for the same file."""
    command = [*product.BOLE, "analyse", str(film), "--question", KEY, "--json", str(out)]
    subprocess.run(command, env=bank.environment, cwd=product.ROOT, check=True, capture_output=True)
    return str(json.loads(out.read_text())[0]["provenance"]["hash"])
