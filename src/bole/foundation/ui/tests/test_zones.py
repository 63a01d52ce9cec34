from datetime import UTC, datetime

import pytest
from django.test import RequestFactory
from django.utils import timezone, translation

from bole.foundation.ui import formats, zones

NOON = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)  # twelve o'clock in Shanghai


def request(path: str, zone: str = "") -> object:
    found = RequestFactory().get(path)
    if zone:
        found.COOKIES[zones.COOKIE] = zone
    return found


@pytest.mark.parametrize(
    ("path", "zone", "told"),
    [
        ("/i/abc/", "Europe/London", "11 月 25 日 04:00 (UTC+00:00)"),
        ("/me/abc/", "Asia/Urumqi", "11 月 25 日 10:00 (UTC+06:00)"),
        ("/me/abc/", "Asia/Singapore", "11 月 25 日 12:00"),
        ("/me/abc/", "", "11 月 25 日 12:00"),
        ("/me/abc/", "../../etc/passwd", "11 月 25 日 12:00"),
        ("/console/", "Europe/London", "11 月 25 日 12:00"),
    ],
)
def test_a_personal_page_tells_the_readers_time(path: str, zone: str, told: str) -> None:
    with (
        translation.override("zh-hans"),
        timezone.override(zones.zone_of(request(path, zone))),  # type: ignore[arg-type]
    ):
        assert formats.when(timezone.localtime(NOON)) == told
