"""Cards of the models that hear and see: ``library/models/*.toml``, the parts a reader wants."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from bole.kernel.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class ModelCard:
    """One model, as its card tells it."""

    key: str
    title: str
    licence: str
    source: str
    intended_use: str
    measured: str
    limits: str


def model_cards() -> list[ModelCard]:
    """By key."""
    return _load(Path(settings.LIBRARY_DIR) / "models")


def model_card(key: str) -> ModelCard:
    """One card; NotFoundError without it."""
    found = next((card for card in model_cards() if card.key == key), None)
    if found is None:
        raise NotFoundError("no such model")
    return found


@cache
def _load(folder: Path) -> list[ModelCard]:
    cards = []
    for path in sorted(folder.glob("*.toml")):
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        texts = ("title", "licence", "source", "intended_use", "measured", "limits")
        cards.append(ModelCard(path.stem, *(str(table.get(name, "")) for name in texts)))
    return cards
