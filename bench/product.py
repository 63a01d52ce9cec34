"""A throw-away demo bank for benchmarks, started like the journeys' one."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.journeys import product

ROOT = Path(__file__).resolve().parent.parent


@contextmanager
def bank() -> Iterator[product.Product]:
    """`bole demo --without-interviews` in a temporary directory."""
    with tempfile.TemporaryDirectory(prefix="bole-bench-") as folder:
        running = product.start(Path(folder) / "var", "--without-interviews")
        try:
            yield running
        finally:
            running.stop()


def inside(running: product.Product, module: str, *words: str) -> Any:
    """Run ``python -m MODULE inside WORDS`` with the product's settings; its last line is JSON."""
    around = {**running.environment, "BOLE_PUBLIC_URL": running.url, "BOLE_LOG_LEVEL": "WARNING"}
    command = [sys.executable, "-m", module, "inside", *words]
    done = subprocess.run(command, env=around, cwd=ROOT, text=True, stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def percentile(values: list[float], share: float) -> float:
    """The value below which ``share`` of all lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]


def keep(name: str, found: dict[str, Any]) -> None:
    """Print the figures and leave them in var/bench."""
    target = ROOT / "var" / "bench" / f"{name}.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(json.dumps(found, indent=2, ensure_ascii=False))
