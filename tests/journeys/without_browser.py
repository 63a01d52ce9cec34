"""A candidate who uses the pages' own addresses without a browser."""

from __future__ import annotations

from pathlib import Path

from bole.cli.visitor import CandidateVisit, Visitor
from tests.journeys import media
from tests.journeys.product import Product

CLIP = media.CLIPS / "teller-complaint-strong.webm"
KEY = "teller-complaint"


def visit(visitor: Visitor, bank: Product, invitation: dict[str, str]) -> CandidateVisit:
    """A candidate past code and consent."""
    since = bank.ask("last_mail")
    found = CandidateVisit(
        visitor,
        invitation["link"],
        lambda: bank.wait_for("code", invitation["address"], str(since), seconds=30),
    )
    found.enter()
    found.agree()
    return found


def interviewed(bank: Product, body: Path = CLIP, seconds: float = 53.7) -> str:
    """One answer handed in; the other question stays open."""
    invitation = bank.ask("invite", "teller")
    with Visitor(bank.url) as visitor:
        candidate = visit(visitor, bank, invitation)
        candidate.answer_with_clip(KEY, 1, body, seconds)
        candidate.finish()
    return str(invitation["interview"])
