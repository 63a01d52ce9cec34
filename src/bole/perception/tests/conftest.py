import os
from pathlib import Path

import pytest

from bole.kernel.answers import Observation
from bole.perception import api, models, sandbox

ROOT = Path(__file__).resolve().parents[4]
MEDIA = ROOT / "tests" / "fixtures" / "media"


@pytest.fixture(scope="session")
def models_dir() -> Path:
    """Installed models; a clean machine fetches them here, by hash."""
    folder = Path(os.environ.get("BOLE_MODELS_DIR", ROOT / "var" / "models"))
    models.install(folder)
    return folder


@pytest.fixture(scope="session")
def teller() -> Path:
    return MEDIA / "a2-teller-weak.webm"


@pytest.fixture(scope="session")
def english() -> Path:
    return MEDIA / "a6-teamwork-english-strong.webm"


@pytest.fixture(scope="session")
def watch(models_dir):
    """Observe in the child process, as the product does."""

    def run(paths, channels=api.CHANNELS, languages=("zh", "en"), law="default", **more) -> Observation:
        paths = [paths] if isinstance(paths, Path) else paths
        return sandbox.observe(
            paths, languages=languages, channels=frozenset(channels), law=law, models_dir=models_dir, **more
        )

    return run


@pytest.fixture(scope="session")
def teller_seen(watch, teller) -> Observation:
    return watch(teller)
