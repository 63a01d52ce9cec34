"""The bank's own test authority, made once for all tests of offers."""

from datetime import timedelta
from typing import Any

import pytest

from bole.foundation.access.actors import system_scope
from bole.hiring.conftest import NOW
from bole.ports.esign import OwnAuthority


@pytest.fixture(scope="session")
def own_authority() -> OwnAuthority:
    """Root, certificate and key."""
    from bole.integrations.esign_local import authority

    return authority.make("测试银行", NOW - timedelta(days=1))


@pytest.fixture
def sealer(settings: Any, db: None, own_authority: OwnAuthority) -> None:
    """Seals go through the bank's own test authority."""
    from bole.foundation.signing import services

    settings.SEALER = "bole.integrations.esign_local.adapter.sealer"
    with system_scope("test"):
        services.keep_authority(own_authority, NOW)
