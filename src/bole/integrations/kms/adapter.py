"""A key management service that speaks the AWS KMS interface (also offered by appliances and gateways)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings

from bole.ports.errors import PortError

_AGAIN = frozenset({"ThrottlingException", "KMSInternalException", "DependencyTimeoutException"})


@contextmanager
def _failures_named(what: str) -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", ""))
        again = code in _AGAIN
        raise PortError(f"{what}: the KMS said {code}", code="kms_refused", retryable=again) from error
    except BotoCoreError as error:
        raise PortError(f"{what}: the KMS does not answer", code="kms_down", retryable=True) from error


@dataclass(frozen=True)
class Kms:
    """KeyManagement over one key of the service; what it wrapped opens only with the same context."""

    key_id: str
    client: Any = field(repr=False)
    name: str = "kms"

    def wrap(self, key: bytes, context: str) -> bytes:
        """See KeyManagement."""
        with _failures_named("wrap"):
            answer = self.client.encrypt(
                KeyId=self.key_id, Plaintext=key, EncryptionContext={"bole": context}
            )
        return bytes(answer["CiphertextBlob"])

    def unwrap(self, wrapped: bytes, context: str) -> bytes:
        """See KeyManagement."""
        with _failures_named("unwrap"):
            answer = self.client.decrypt(
                KeyId=self.key_id, CiphertextBlob=wrapped, EncryptionContext={"bole": context}
            )
        return bytes(answer["Plaintext"])


def key_management() -> Kms:
    """The service of the settings (the setting KMS names this factory)."""
    options = settings.KMS_OPTIONS
    make: Any = boto3.client  # stubs of this service are not installed
    client = make(
        "kms",
        endpoint_url=options["endpoint_url"] or None,
        region_name=options["region"] or "us-east-1",
        aws_access_key_id=options["access_key"],
        aws_secret_access_key=options["secret_key"],
        config=Config(connect_timeout=5, read_timeout=20, retries={"max_attempts": 3, "mode": "standard"}),
    )
    return Kms(options["key_id"], client)
