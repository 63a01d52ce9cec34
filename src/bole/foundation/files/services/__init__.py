"""Every write: take parts in, turn them into a stored file, erase, sweep."""

from bole.foundation.files.models import StoredFile
from bole.foundation.files.services.letting_go import Swept, erase, note_opening, sweep
from bole.foundation.files.services.receiving import (
    Receipt,
    abort_upload,
    finish_arrived,
    finish_upload,
    put_part,
    start_upload,
)
from bole.foundation.files.whole import belongs_to, keep_whole

__all__ = [
    "Receipt",
    "StoredFile",
    "Swept",
    "abort_upload",
    "belongs_to",
    "erase",
    "finish_arrived",
    "finish_upload",
    "keep_whole",
    "note_opening",
    "put_part",
    "start_upload",
    "sweep",
]
