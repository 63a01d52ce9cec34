"""Cards of the models that hear and see: ``library/models/*.toml``, the parts a reader wants."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from bole.kernel.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class ModelCard:
    """One model, as its card tells it; texts ``{zh, en}``."""

    key: str
    title: dict[str, str]
    licence: dict[str, str]
    source: dict[str, str]
    intended_use: dict[str, str]
    measured: dict[str, str]
    limits: dict[str, str]


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
        zh = table["zh"]
        cards.append(ModelCard(path.stem, *({"zh": str(zh[n]), "en": str(table[n])} for n in texts)))
    return cards
