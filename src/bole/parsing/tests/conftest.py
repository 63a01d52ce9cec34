from collections.abc import Callable
from pathlib import Path

import pytest

from bole.parsing import api
from bole.parsing.tests import making
from bole.parsing.types import Resume


@pytest.fixture
def read_text() -> Callable[[str], Resume]:
    """Pasted text → résumé."""
    return lambda text: api.parse(text.encode())


@pytest.fixture
def read_pdf(tmp_path: Path) -> Callable[[str], Resume]:
    """Typst source → PDF → résumé."""
    return lambda source: api.parse(making.pdf(source, tmp_path))
