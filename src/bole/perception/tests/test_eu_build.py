"""The release for the European Union, installed beside nothing else: no affect, and nothing misses it."""

import json
import os
import site
import subprocess
import venv
from pathlib import Path

import pytest

from bole.cli import bundle


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source tree of ``make build-eu`` in an environment of its own, which sees the installed packages
    but not this checkout."""
    folder = tmp_path_factory.mktemp("release")
    for name in ("src", "library", "requirements"):
        bundle.copy_tree(bundle.ROOT / name, folder / name)
    bundle.leave_out_affect(folder)
    venv.create(folder / ".venv", with_pip=False, symlinks=True)
    packages = next((folder / ".venv" / "lib").glob("python*")) / "site-packages"
    paths = [str(folder / "src"), *site.getsitepackages()]
    (packages / "release.pth").write_text("\n".join(paths), encoding="utf-8")
    return folder


def run(release: Path, models_dir: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """`bole analyse` of the release, which never sees this checkout."""
    return python(release, models_dir, "-m", "bole.cli", "analyse", *words)


def python(release: Path, models_dir: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """The release's own interpreter."""
    around = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "BOLE_", "DJANGO_"))}
    around |= {"PYTHONDONTWRITEBYTECODE": "1", "BOLE_MODELS_DIR": str(models_dir)}
    command = [release / ".venv" / "bin" / "python", *words]
    return subprocess.run(command, env=around, cwd=release, capture_output=True, text=True, check=False)


def test_no_file_of_the_release_measures_affect(release: Path) -> None:
    assert not (release / "src/bole/perception/components/affect").exists()
    assert "swift-f0==" not in (release / "requirements" / "media.txt").read_text()
    sources = {path.name: path.read_text() for path in (release / "src").rglob("*.py")}
    assert "sandbox.py" in sources
    assert not [name for name, text in sources.items() if "mouthSmile" in text or "import swift_f0" in text]


def test_the_release_analyses_a_film(release: Path, teller: Path, models_dir: Path) -> None:
    out = release / "out.json"
    done = run(release, models_dir, str(teller), "--question", "teller-complaint", "--json", str(out))
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(out.read_text())[0]
    assert found["transcript"]["text"]
    kinds = {event["kind"] for event in found["events"]}
    assert "nod" in kinds
    assert not kinds & {"smile", "frown"}
    assert not {"pitch_sd_semitones", "loudness_db"} & set(found["voice"])
    assert "swift-f0" not in found["provenance"]["models"]


def test_the_release_imitates_nobody_s_impressions(release: Path, models_dir: Path) -> None:
    asked = "from bole.measurement import api\ntry: api.fit_interview([])\nexcept Exception as e: print(e)"
    assert not (release / "library" / "raters" / "interview-impressions.toml").exists()
    assert "computes no impressions" in python(release, models_dir, "-c", asked).stdout


def test_the_release_refuses_any_other_law(release: Path, teller: Path, models_dir: Path) -> None:
    asked = [str(teller), "--question", "teller-complaint", "--law", "cn", "--json", "-"]
    done = run(release, models_dir, *asked)
    assert done.returncode == 3
    assert "law mode eu" in json.loads(done.stdout)[0]["error"]["message"]
