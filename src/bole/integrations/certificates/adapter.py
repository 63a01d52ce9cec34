"""Registers of professional certificates behind a gateway of our own contract: ``check_contract``."""

from bole.integrations.check_contract.adapter import ContractSource
from bole.integrations.http_source import Pace


def source(*, name: str, url: str, key: str, secret: str, per_second: float = 2) -> ContractSource:
    """A VerificationSource for certificate."""
    return ContractSource(
        name=name, url=url, key=key, secret=secret, kinds=("certificate",), pace=Pace(per_second)
    )
