"""`bole bundle`: one archive that installs without a network."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from bole import __version__
from bole.cli import installation
from bole.cli.options import parser
from bole.kernel.errors import BoleError, NotFoundError

ROOT = Path(__file__).resolve().parents[3]
SOURCES = (
    "src",
    "library",
    "docs",
    "scripts",
    "requirements",
    "README.md",
    "LICENSE",
    "CHANGELOG.md",
    "MAP.md",
    "pyproject.toml",
    "manage.py",
)
NEVER = shutil.ignore_patterns("__pycache__", "*.pyc", "*.egg-info", "tests", "node_modules")


def run(argv: Sequence[str]) -> int:
    """Write the archive and say where."""
    options = parser(
        "bundle",
        "Write an offline release: wheels, models, built front end, source, checksums.",
        "  bole bundle\n  bole bundle --out release/\n"
        "then, on a machine without network:\n"
        "  tar xf bole-*.tar && cd bole-* && ./install.sh && .venv/bin/bole demo --once",
    )
    options.add_argument(
        "--out", type=Path, default=None, help="folder for the archive (default: var/bundle)"
    )
    args = options.parse_args(argv)
    out = (args.out or installation.var_dir() / "bundle").absolute()
    archive = write(out)
    print(f"{archive}  {archive.stat().st_size / 1e6:.0f} MB")
    return 0


def write(out: Path) -> Path:
    """Gather everything in a folder, add checksums, pack it; returns the archive."""
    if not (ROOT / "requirements").is_dir():
        raise NotFoundError(f"{ROOT} is no source tree; make the bundle in a checkout")
    name = f"bole-{__version__}"
    folder = out / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    copy_sources(folder)
    copy_models(folder / "var" / "models")
    fetch_wheels(folder / "wheels")
    (folder / "SHA256SUMS").write_text("".join(checksums(folder)), encoding="utf-8")
    archive = out / f"{name}.tar"
    with tarfile.open(archive, "w") as tar:  # wheels and models are compressed already
        tar.add(folder, arcname=name)
    shutil.rmtree(folder)
    return archive


def copy_sources(folder: Path) -> None:
    """Source, data, documentation, built front end and compiled translations."""
    if not (ROOT / "src/bole/web/static/dist/manifest.json").exists():
        raise NotFoundError("the front end is not built; run: make frontend messages")
    print("sources, front end, library", flush=True)
    for source in SOURCES:
        path = ROOT / source
        if path.is_dir():
            shutil.copytree(path, folder / source, ignore=NEVER)
        else:
            shutil.copy2(path, folder / source)
    shutil.copy2(ROOT / "scripts" / "install.sh", folder / "install.sh")


def copy_models(target: Path) -> None:
    """The verified model files."""
    from bole.perception import models

    print("models", flush=True)
    models.verify(installation.models_dir())
    shutil.copytree(installation.models_dir(), target)


def fetch_wheels(folder: Path) -> None:
    """Every wheel of the pinned, hashed requirements."""
    print("wheels (a few minutes)", flush=True)
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    rules = ["--only-binary", ":all:", "--require-hashes", "--dest", str(folder)]
    lists = [
        word for name in ("base", "media") for word in ("-r", str(ROOT / "requirements" / f"{name}.txt"))
    ]
    done = subprocess.run([*pip, *rules, *lists], check=False, capture_output=True, text=True)
    if done.returncode:
        raise BoleError(f"wheels could not be fetched:\n{done.stderr.strip()}")


def checksums(folder: Path) -> Iterable[str]:
    """Lines as `sha256sum --check` reads them."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        with path.open("rb") as stream:
            yield f"{hashlib.file_digest(stream, 'sha256').hexdigest()}  {path.relative_to(folder)}\n"
