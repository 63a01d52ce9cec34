"""Pictures of documents: the real recogniser on cards drawn here, photographed, spoilt, forged."""

import os
from datetime import date
from pathlib import Path

import cv2
import numpy as np
import pytest

from bole.parsing import documents
from bole.parsing.documents import reading
from bole.parsing.documents.types import Kind
from bole.parsing.errors import ParsingError
from bole.parsing.runtimes import pictures
from bole.parsing.runtimes.models import OcrModels
from bole.parsing.runtimes.ocr import Picture, Recogniser
from bole.parsing.tests import cards
from bole.perception import models

pytestmark = pytest.mark.media
TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def ocr() -> OcrModels:
    folder = Path(os.environ.get("BOLE_MODELS_DIR", Path(__file__).parents[4] / "var" / "models"))
    models.install(folder)
    return OcrModels(**models.locate_all("ppocr-v4", folder))


@pytest.fixture(scope="module")
def recogniser(ocr: OcrModels) -> Recogniser:
    return Recogniser(ocr)


@pytest.mark.parametrize(
    ("kind", "seed", "photo"),
    [
        ("identity_card_front", 0, True),  # upside down
        ("identity_card_back", 2, False),
        ("degree", 0, True),
        ("bank_card", 3, False),
    ],
)
def test_every_field_of_a_document_is_read(
    kind: Kind, seed: int, photo: bool, recogniser: Recogniser
) -> None:
    made = cards.make(kind, seed)
    picture = cards.photographed(made.picture, seed) if photo else made.picture
    found = reading.looked_at(recogniser, picture, kind, TODAY)
    assert {name: field.value for name, field in found.fields.items()} == made.truth
    assert found.acceptable
    assert found.sharpness > reading.SHARP
    assert (found.turned > 0) == photo
    for field in found.fields.values():
        left, top, right, bottom = field.box
        assert 0 <= left < right <= 1
        assert 0 <= top < bottom <= 1


def test_a_forged_digit_a_blur_and_a_lamp_are_refused(recogniser: Recogniser) -> None:
    made = cards.make("identity_card_front", 0)
    number = made.truth["number"]
    forged = number[:16] + str((int(number[16]) + 2) % 10) + number[17:]  # the sex stays, the sum does not

    def problems(picture: Picture) -> set[str]:
        found = reading.looked_at(recogniser, picture, "identity_card_front", TODAY)
        assert not found.acceptable
        return set(found.problems)

    assert "number_checksum" in problems(cards.make("identity_card_front", 0, number=forged).picture)
    assert "birth_date_differs" in problems(
        cards.make("identity_card_front", 0, birth_date="1970-09-15").picture
    )
    assert "blurred" in problems(cards.photographed(made.picture, 0, softness=4.5))
    assert "glare" in problems(cards.with_glare(made.picture, (0.5, 0.5)))


def test_what_phones_and_programs_make_of_a_picture(recogniser: Recogniser) -> None:
    """Nothing under what is transparent is read, and more pixels than a reader needs are no reason to
    refuse."""
    card = cards.make("identity_card_front", 4)
    high, wide = card.picture.shape[:2]
    clear = np.zeros((high + 300, wide + 300, 4), np.uint8)
    clear[150:-150, 150:-150] = np.dstack([card.picture[..., ::-1], np.full((high, wide), 255, np.uint8)])
    huge = np.full((5000, 8200, 3), 90, np.uint8)
    huge[200:4800, 300:7900] = cv2.resize(card.picture, (7600, 4600), interpolation=cv2.INTER_LINEAR)
    for data in (cv2.imencode(".png", clear)[1].tobytes(), cards.jpeg(huge)):
        found = reading.looked_at(recogniser, pictures.decode(data), "identity_card_front", TODAY)
        assert {name: field.value for name, field in found.fields.items()} == card.truth
        assert found.acceptable
    clear[..., 3] = 0
    nothing = pictures.decode(cv2.imencode(".png", clear)[1].tobytes())
    assert reading.looked_at(recogniser, nothing, "identity_card_front", TODAY).problems == ("no_text",)


def test_a_picture_says_its_size_before_it_is_opened() -> None:
    small = np.zeros((30, 70, 3), np.uint8)
    for ending in (".png", ".jpg"):
        assert pictures.size_of(cv2.imencode(ending, small)[1].tobytes()) == (70, 30)
    bomb = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + (60_000).to_bytes(4, "big") * 2
    frame = b"\xff\xc0\0\x0b\x08" + (65_000).to_bytes(2, "big") * 2 + b"\1\1\x11\0"
    for data in (bomb, b"\xff\xd8\xff\xe0\0\x04ab" + frame):
        with pytest.raises(ParsingError) as refused:
            pictures.decode(data)
        assert refused.value.code == "too_large"


def test_the_door_reads_in_a_child_and_names_what_it_cannot_read(ocr: OcrModels) -> None:
    made = cards.make("bank_card", 0)
    found = documents.read(cards.jpeg(made.picture), "bank_card", ocr=ocr, today=TODAY)
    assert {name: field.value for name, field in found.fields.items()} == made.truth
    junk = {b"": "empty", b"hello": "unsupported", b"\x89PNG\r\n\x1a\n" + b"\0" * 99: "unreadable"}
    for data, code in junk.items():
        with pytest.raises(ParsingError) as refused:
            documents.read(data, "bank_card", ocr=ocr, today=TODAY)
        assert refused.value.code == code
    with pytest.raises(ParsingError) as refused:
        documents.read(bytes(documents.MAX_BYTES + 1), "bank_card", ocr=ocr, today=TODAY)
    assert refused.value.code == "too_large"
