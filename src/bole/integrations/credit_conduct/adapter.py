"""Records of conduct in the trade behind a gateway of our own contract: ``check_contract``."""

from bole.integrations.check_contract.adapter import ContractSource
from bole.integrations.http_source import Pace


def source(*, name: str, url: str, key: str, secret: str, per_second: float = 1) -> ContractSource:
    """A VerificationSource for conduct."""
    return ContractSource(
        name=name, url=url, key=key, secret=secret, kinds=("conduct",), pace=Pace(per_second)
    )
