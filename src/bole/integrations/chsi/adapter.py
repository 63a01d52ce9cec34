"""学信网 behind a gateway of our own contract: ``bole.integrations.check_contract``."""

from bole.integrations.check_contract.adapter import ContractSource
from bole.integrations.http_source import Pace


def source(*, name: str, url: str, key: str, secret: str, per_second: float = 2) -> ContractSource:
    """A VerificationSource for degree."""
    return ContractSource(
        name=name, url=url, key=key, secret=secret, kinds=("degree",), pace=Pace(per_second)
    )
