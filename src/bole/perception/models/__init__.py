"""Model weights: described by cards in the library, carried by packages, checked by sha256."""

from bole.perception.models.cards import (
    Card,
    ModelFile,
    ModelState,
    library_dir,
    list_models,
    load_cards,
    locate,
    locate_all,
    verify,
)
from bole.perception.models.install import install, requirements

__all__ = [
    "Card", "ModelFile", "ModelState", "install", "library_dir", "list_models", "load_cards", "locate",
    "locate_all", "requirements", "verify",
]  # fmt: skip
