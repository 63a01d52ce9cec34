from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto.server import ThreadedMotoServer

from bole.integrations.s3 import adapter
from bole.integrations.s3.adapter import S3Storage

KNOWN = {"access_key": "test", "secret_key": "test", "region": "us-east-1"}


@pytest.fixture(scope="session")
def endpoint() -> Iterator[str]:
    """An S3 server on loopback."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(endpoint: str, settings: Any, request: pytest.FixtureRequest) -> S3Storage:
    """A fresh bucket that the settings name."""
    name = f"bole-{abs(hash(request.node.nodeid))}"
    client = boto3.client(
        "s3",
        endpoint_url=endpoint,
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    client.create_bucket(Bucket=name)
    settings.S3 = KNOWN | {"bucket": name, "endpoint_url": endpoint}
    settings.FILE_STORAGE = "bole.integrations.s3.adapter.storage"
    return adapter.storage()
