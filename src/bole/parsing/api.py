"""One file → one résumé, in this process. The product goes through ``sandbox``, which calls this in a
child."""

from bole.parsing.errors import ParsingError
from bole.parsing.reading import files
from bole.parsing.reading.pdf import Picture
from bole.parsing.reading.runs import Page
from bole.parsing.runtimes.models import OcrModels
from bole.parsing.types import Resume
from bole.parsing.understanding import understand

VERSION = "5"  # raised when the same file may be read differently: what is stored is read again then
MAX_BYTES = 32 * 1024 * 1024


def parse(data: bytes, ocr: OcrModels | None = None) -> Resume:
    """Read and understand a file. Without ``ocr`` a picture is an error. Raises ``ParsingError``."""
    if len(data) > MAX_BYTES:
        raise ParsingError("the file is larger than the limit", code="too_large")
    if ocr is None:
        return understand(files.read(data, None, None))
    lazy = _Lazy(ocr)
    return understand(files.read(data, lazy.page, lazy.decode))


class _Lazy:
    """The recogniser costs half a second to load: only when there is a picture to read."""

    def __init__(self, models: OcrModels) -> None:
        self.models = models
        self.loaded: object = None

    def page(self, image: Picture, scale: float) -> Page:
        from bole.parsing.runtimes.ocr import Recogniser

        if not isinstance(self.loaded, Recogniser):
            self.loaded = Recogniser(self.models)
        return self.loaded.page(image, scale)

    def decode(self, data: bytes) -> Picture:
        from bole.parsing.runtimes.pictures import decode

        return decode(data)
