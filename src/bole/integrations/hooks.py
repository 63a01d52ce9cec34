"""What vendors push to us: a JSON list behind an address only they were told.

Neither Alibaba Cloud's SmsReport nor Tencent Cloud's status callback carries a signature, so the address
holds a secret (BOLE_SMS_HOOK_SECRET, compared in constant time), and what is said counts only where receipt,
number and our own reference fit a message of ours.
"""

import hmac
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest

from bole.kernel.clock import utc_now
from bole.kernel.errors import InvalidError, NotFoundError
from bole.kernel.json_body import value_in

LARGEST = 512 * 1024
MOST = 1000
CHINA = ZoneInfo("Asia/Shanghai")


def reports(request: HttpRequest, secret: str) -> list[dict[str, Any]]:
    """The entries of a push. NotFoundError for a wrong secret, InvalidError for anything but a short list."""
    known = str(settings.SMS["hook_secret"])
    if not known or not hmac.compare_digest(known.encode(), secret.encode()):
        raise NotFoundError("no such address")
    if len(request.body) > LARGEST:
        raise InvalidError("too long", code="report_too_long")
    said = value_in(request.body)
    if not isinstance(said, list) or len(said) > MOST or not all(isinstance(one, dict) for one in said):
        raise InvalidError("not a list of reports", code="bad_json")
    return said


def moment(text: object) -> datetime:
    """``2026-11-20 09:30:00`` in China's time; now, when it is something else."""
    try:
        return datetime.strptime(str(text), "%Y-%m-%d %H:%M:%S").replace(tzinfo=CHINA)
    except ValueError:
        return utc_now()
