"""For what personal data is used here, and how long it may stay (PIPL art. 6, 19, 29)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bole.kernel.errors import InvalidError


@dataclass(frozen=True, slots=True)
class Purpose:
    """``sensitive`` purposes need a consent of their own; every one can be refused with a way on.

    ``retention`` is how long files of this purpose stay; None: it has no files, and what it yields stays
    with the person's record until that is erased.
    """

    key: str
    sensitive: bool
    retention: timedelta | None


PURPOSES: Final[Mapping[str, Purpose]] = {
    purpose.key: purpose
    for purpose in (
        Purpose("recording", sensitive=True, retention=timedelta(days=180)),
        Purpose("analysis", sensitive=True, retention=None),
        Purpose("face", sensitive=True, retention=None),
        Purpose("check_identity", sensitive=True, retention=None),
        Purpose("check_degree", sensitive=True, retention=None),
        Purpose("check_employment", sensitive=True, retention=None),
        Purpose("check_certificate", sensitive=True, retention=None),
        Purpose("check_conduct", sensitive=True, retention=None),
        Purpose("document", sensitive=False, retention=timedelta(days=365)),
        Purpose("signed", sensitive=False, retention=None),  # a contract stays with the person's record
        # papers of an employment: no clock destroys them (劳动合同法 §50), they go with the record
        Purpose("employment", sensitive=False, retention=None),
        Purpose("resume", sensitive=False, retention=timedelta(days=730)),
        Purpose("resume_archive", sensitive=False, retention=timedelta(days=7)),
    )
}


def purpose(key: str) -> Purpose:
    """The purpose of that name; InvalidError (code ``purpose_unknown``) without one."""
    try:
        return PURPOSES[key]
    except KeyError:
        raise InvalidError(f"no purpose {key!r}", code="purpose_unknown") from None


def keep_until(key: str, start: datetime, days: Mapping[str, int] | None = None) -> datetime | None:
    """End of retention; ``days`` is the bank's own table, which may shorten or lengthen a purpose."""
    own = (days or {}).get(key)
    period = purpose(key).retention if own is None else timedelta(days=own)
    return None if period is None else start + period
