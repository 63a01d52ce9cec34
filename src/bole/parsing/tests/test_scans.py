"""Pictures: the real recogniser on pages made here, tilted, noisy, upside down."""

import os
from pathlib import Path

import cv2
import numpy as np
import pypdfium2 as pdfium
import pytest

from bole.parsing import api
from bole.parsing.errors import ParsingError
from bole.parsing.runtimes.models import OcrModels
from bole.parsing.tests import making
from bole.perception import models

pytestmark = pytest.mark.media
SOURCE = r"""
#text(size: 20pt)[宋佳禾] \
电话：199-0000-0601　邮箱：song\@example.com \
教育背景 \
2018.09 - 2022.06　安徽财经大学　国际经济与贸易　本科 \
工作经历 \
2022.07 - 至今　庐阳村镇银行　综合柜员 \
资格证书 \
反假货币上岗资格、基金从业资格
"""


@pytest.fixture(scope="module")
def ocr() -> OcrModels:
    folder = Path(os.environ.get("BOLE_MODELS_DIR", Path(__file__).parents[4] / "var" / "models"))
    models.install(folder)
    return OcrModels(**models.locate_all("ppocr-v4", folder))


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """The résumé as a picture of 150 dots per inch, the upper half of the sheet."""
    document = pdfium.PdfDocument(making.pdf(SOURCE, tmp_path_factory.mktemp("scan")))
    image = document[0].render(scale=150 / 72).to_numpy()[:700, :, :3]
    return np.ascontiguousarray(image)


def worn(image, degrees: float):
    """Tilted, with the noise and softness of a cheap camera."""
    height, width = image.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    tilted = cv2.warpAffine(image, turn, (width, height), borderValue=(250, 250, 250))
    noise = np.random.default_rng(1).normal(0, 8, tilted.shape)
    return cv2.GaussianBlur(np.clip(tilted + noise, 0, 255).astype(np.uint8), (3, 3), 0.8)


CHANGES = {"worn": lambda image: worn(image, 1.5), "upside down": lambda image: np.rot90(image, 2)}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_photograph_is_read(change, page, ocr):
    image = cv2.imencode(".jpg", change(page), [cv2.IMWRITE_JPEG_QUALITY, 85])[1].tobytes()
    found = api.parse(image, ocr)
    assert (found.name, found.phone, found.email) == ("宋佳禾", "199-0000-0601", "song@example.com")
    assert [(e.school, e.major, e.degree, e.start) for e in found.education] == [
        ("安徽财经大学", "国际经济与贸易", "本科", "2018-09")
    ]
    assert [(w.employer, w.title, w.current) for w in found.work] == [("庐阳村镇银行", "综合柜员", True)]
    assert found.certificates == ["反假货币上岗资格", "基金从业资格"]
    assert [w.kind for w in found.warnings] == ["ocr"]


def test_a_picture_without_a_recogniser_is_an_error(page):
    with pytest.raises(ParsingError) as caught:
        api.parse(cv2.imencode(".png", page)[1].tobytes())
    assert caught.value.code == "ocr_missing"


def test_a_picture_of_nothing_is_an_error(ocr):
    blank = cv2.imencode(".png", np.full((600, 400, 3), 255, np.uint8))[1].tobytes()
    with pytest.raises(ParsingError) as caught:
        api.parse(blank, ocr)
    assert caught.value.code == "no_text"
