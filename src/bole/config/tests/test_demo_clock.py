from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bole.config import demo_clock
from bole.kernel import clock
from bole.kernel.errors import InvalidError

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _own_clock() -> Iterator[None]:
    yield
    clock.run_ahead(None)


def test_the_demos_clock_goes_on_and_never_back(tmp_path: Path) -> None:
    demo_clock.install(tmp_path)
    wall = clock.utc_now()
    assert demo_clock.move_on(tmp_path, 3 * DAY) == 3 * DAY
    assert timedelta() <= clock.utc_now() - wall - 3 * DAY < timedelta(minutes=5)
    demo_clock.move_on(tmp_path, DAY)
    assert timedelta() <= clock.utc_now() - wall - 4 * DAY < timedelta(minutes=5)
    for wrong in (-DAY, timedelta(), 2000 * DAY):
        with pytest.raises(InvalidError):
            demo_clock.move_on(tmp_path, wrong)


def test_a_broken_file_is_no_time(tmp_path: Path) -> None:
    demo_clock.path(tmp_path).write_text("soon")
    demo_clock.install(tmp_path)
    assert demo_clock.read(tmp_path) == timedelta()
    assert clock.utc_now()


def test_only_a_demo_reads_it(settings: object) -> None:
    assert settings.DEMO is False  # type: ignore[attr-defined]
    assert clock._ahead is clock._wall
