"""Amounts are typed in yuan and kept in fen."""

from decimal import Decimal

HUNDRED = Decimal(100)
CENT = Decimal("0.01")


def fen(yuan: Decimal | None) -> int | None:
    """Yuan → fen."""
    return None if yuan is None else int((yuan * HUNDRED).to_integral_value())


def yuan(amount: int | None) -> Decimal | None:
    """Fen → yuan."""
    return None if amount is None else (Decimal(amount) / HUNDRED).quantize(CENT).normalize() + 0
