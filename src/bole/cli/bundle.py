"""`bole bundle`: one archive that installs without a network."""

from __future__ import annotations

import hashlib
import re
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
NEVER = ("__pycache__", "*.pyc", "*.egg-info", "tests", "node_modules")
# What measures facial or vocal affect, or imitates what people felt about a speaker; the release for the
# European Union holds none of it.
AFFECT_FILES = (
    "src/bole/measurement/learning/impressions.py",
    "src/bole/measurement/learning/speaking.py",
    "library/raters/interview-impressions.toml",
    "src/bole/perception/components/affect",
    "src/bole/perception/runtimes/pitch.py",
    "library/models/swift-f0.toml",
)
AFFECT_PACKAGES = ("swift-f0",)


def run(argv: Sequence[str]) -> int:
    """Write the archive and say where."""
    options = parser(
        "bundle",
        "Write an offline release: wheels, models, built front end, source, checksums.",
        "  bole bundle\n  bole bundle --out release/\n  bole bundle --eu\n"
        "then, on a machine without network:\n"
        "  tar xf bole-*.tar && cd bole-* && ./install.sh && .venv/bin/bole demo --once",
    )
    options.add_argument(
        "--out", type=Path, default=None, help="folder for the archive (default: var/bundle)"
    )
    options.add_argument(
        "--eu", action="store_true", help="without what measures facial or vocal affect; law mode eu only"
    )
    args = options.parse_args(argv)
    out = (args.out or installation.var_dir() / "bundle").absolute()
    archive = write(out, eu=args.eu)
    print(f"{archive}  {archive.stat().st_size / 1e6:.0f} MB")
    return 0


def write(out: Path, *, eu: bool = False) -> Path:
    """Gather everything in a folder, add checksums, pack it; returns the archive."""
    if not (ROOT / "requirements").is_dir():
        raise NotFoundError(f"{ROOT} is no source tree; make the bundle in a checkout")
    name = f"bole-{__version__}{'-eu' if eu else ''}"
    folder = out / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    copy_sources(folder, eu=eu)
    copy_models(folder / "var" / "models")
    fetch_wheels(folder / "wheels", folder / "requirements")
    (folder / "SHA256SUMS").write_text("".join(checksums(folder)), encoding="utf-8")
    archive = out / f"{name}.tar"
    with tarfile.open(archive, "w") as tar:  # wheels and models are compressed already
        tar.add(folder, arcname=name)
    shutil.rmtree(folder)
    return archive


def copy_sources(folder: Path, *, eu: bool = False) -> None:
    """Source, data, documentation, built front end and compiled translations. ``eu``: without affect."""
    if not (ROOT / "src/bole/web/static/dist/manifest.json").exists():
        raise NotFoundError("the front end is not built; run: make frontend messages")
    print("sources, front end, library", flush=True)
    for source in SOURCES:
        path = ROOT / source
        if path.is_dir():
            copy_tree(path, folder / source)
        else:
            shutil.copy2(path, folder / source)
    shutil.copy2(ROOT / "scripts" / "install.sh", folder / "install.sh")
    if eu:
        leave_out_affect(folder)


def copy_tree(source: Path, target: Path) -> None:
    """What of a folder belongs into a release."""
    shutil.copytree(source, target, ignore=shutil.ignore_patterns(*NEVER))


def leave_out_affect(folder: Path) -> None:
    """Remove files and packages that measure affect from a copied source tree."""
    for name in AFFECT_FILES:
        path = folder / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    pinned = folder / "requirements" / "media.txt"
    blocks = re.split(r"(?m)^(?=[a-z0-9])", pinned.read_text(encoding="utf-8"))
    kept = [b for b in blocks if not b.startswith(tuple(f"{name}==" for name in AFFECT_PACKAGES))]
    if len(kept) != len(blocks) - len(AFFECT_PACKAGES):
        raise BoleError(f"{pinned.name} does not pin {', '.join(AFFECT_PACKAGES)} as expected")
    pinned.write_text("".join(kept), encoding="utf-8")


def copy_models(target: Path) -> None:
    """The verified model files."""
    from bole.perception import models

    print("models", flush=True)
    models.verify(installation.models_dir())
    shutil.copytree(installation.models_dir(), target)


def fetch_wheels(folder: Path, requirements: Path) -> None:
    """Every wheel of the pinned, hashed requirements."""
    print("wheels (a few minutes)", flush=True)
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    rules = ["--only-binary", ":all:", "--require-hashes", "--dest", str(folder)]
    lists = [word for name in ("base", "media") for word in ("-r", str(requirements / f"{name}.txt"))]
    done = subprocess.run([*pip, *rules, *lists], check=False, capture_output=True, text=True)
    if done.returncode:
        raise BoleError(f"wheels could not be fetched:\n{done.stderr.strip()}")


def checksums(folder: Path) -> Iterable[str]:
    """Lines as `sha256sum --check` reads them."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        with path.open("rb") as stream:
            yield f"{hashlib.file_digest(stream, 'sha256').hexdigest()}  {path.relative_to(folder)}\n"
