from collections.abc import Iterator

import pytest

from bole.foundation.files import workshops


@pytest.fixture(autouse=True, scope="package")
def _no_child_left() -> Iterator[None]:
    """The parser's children wait for the next file; after the last test nobody sends one."""
    yield
    workshops.close()
