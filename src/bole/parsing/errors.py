"""The one error of this package; its code is what HR, the queue and the command line see."""

from bole.kernel.errors import BoleError


class ParsingError(BoleError):
    """A file could not be read as a résumé.

    Codes: ``empty`` (no byte), ``unsupported`` (a kind of file this program does not read), ``unreadable``
    (damaged), ``encrypted`` (asks for a password), ``too_large``, ``too_long`` (pages), ``no_text`` (opened,
    but nothing to read in it), ``ocr_missing`` (a picture, and no recogniser is installed),
    ``limit_exceeded`` (memory, processor time, open files or output), ``timed_out``, ``child_died``,
    ``not_found``; archives also: ``too_many``, ``bomb``, ``nested``.
    Only ``child_died`` and ``timed_out`` may be cured by another try.
    """

    code = "parsing"
