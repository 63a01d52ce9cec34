"""Questions to a running product, put to one process that stays: to load Django for each look would
take a good part of a core from the workers that are watched."""

from __future__ import annotations

import json
import selectors
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 120.0


class Asker:
    """`python -m tests.journeys.inside`, one line of JSON each way."""

    def __init__(self, environment: dict[str, str], log: Path) -> None:
        self.log = log
        with log.open("ab") as complaints:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.journeys.inside"], env=environment, cwd=ROOT,
                text=True, bufsize=1, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=complaints,
            )  # fmt: skip

    @property
    def alive(self) -> bool:
        return self.process.poll() is None

    def ask(self, *words: str) -> Any:
        """The answer. An error there, silence or death fails the test with what the process said."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(words) + "\n")
        with selectors.DefaultSelector() as selector:
            selector.register(self.process.stdout, selectors.EVENT_READ)
            if not selector.select(SECONDS):
                self.close()
        line = self.process.stdout.readline() if self.alive else ""
        assert line, f"{words}: no answer\n{self.log.read_text()[-3000:]}"
        said = json.loads(line)
        assert "error" not in said, f"{words}: {said['error']}"
        return said["answer"]

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()
