"""For every test: a throw-away PostgreSQL when one is asked for, and the application role to query it
with.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from tests.support import database

if TYPE_CHECKING:
    from tests.support.bank import Bank


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """Start the server, migrate as the owner, then run as ``bole_app`` (replaces pytest-django's)."""
    with database.throw_away(django_db_blocker):
        yield


@pytest.fixture
def bank(db: None) -> "Bank":
    """Head office, branches East and West, an outlet of East."""
    from tests.support.bank import build

    return build()
