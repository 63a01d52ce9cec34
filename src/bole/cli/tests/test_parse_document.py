"""`bole parse-document` from its words to its JSON."""

import json
from pathlib import Path

import pytest

from bole.cli import parse_document
from bole.parsing.tests import cards

pytestmark = pytest.mark.media


def test_good_ones_bad_ones_and_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, forged = tmp_path / "good.jpg", tmp_path / "forged.jpg"
    made = cards.make("bank_card", 1)
    good.write_bytes(cards.jpeg(made.picture))
    number = made.truth["number"]
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    forged.write_bytes(cards.jpeg(cards.make("bank_card", 1, number=wrong).picture))
    words = [str(good), str(forged), "missing.jpg", "--kind", "bank_card", "--today", "2026-11-22"]
    assert parse_document.run([*words, "--json", "-"]) == 3
    first, second, third = json.loads(capsys.readouterr().out)
    assert {name: field["value"] for name, field in first["fields"].items()} == made.truth
    assert (first["acceptable"], first["problems"], first["error"]) == (True, [], None)
    assert (second["acceptable"], second["problems"]) == (False, ["number_checksum"])
    assert (third["error"]["code"], third["acceptable"], third["fields"]) == ("not_found", False, {})
    assert parse_document.run([*words[:1], *words[3:], "--json", str(tmp_path / "out.json")]) == 0
    assert len(json.loads((tmp_path / "out.json").read_text())) == 1
