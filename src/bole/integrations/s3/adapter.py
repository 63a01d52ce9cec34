"""Any S3-compatible store: encrypted files at rest, and multipart uploads straight from browsers."""

import base64
import binascii
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings

from bole.ports.object_storage import PartSeen, PartTarget, StorageError

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

MIB = 1024 * 1024
WRITE_PART_BYTES = 8 * MIB
_MISSING = frozenset({"NoSuchKey", "404", "NoSuchUpload", "NotFound"})
_FULL = frozenset({"InsufficientCapacity", "QuotaExceeded", "StorageFull", "XMinioStorageFull"})


@contextmanager
def _failures_named(what: str) -> Iterator[None]:
    """What the client raises → StorageError; an unreachable or busy store can be tried again."""
    try:
        yield
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", ""))
        status = int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
        if code in _MISSING:
            raise StorageError(f"{what}: not there", code="storage_missing") from error
        if code in _FULL or status == 507:
            raise StorageError(f"{what}: the store is full", code="storage_full", retryable=True) from error
        raise StorageError(f"{what}: the store said {code or status}", retryable=status >= 500) from error
    except BotoCoreError as error:
        raise StorageError(f"{what}: the store does not answer", retryable=True) from error


@dataclass(frozen=True)
class S3Storage:
    """ObjectStorage and DirectUploads of one bucket. ``signer`` presigns for the address browsers use."""

    bucket: str
    client: "S3Client" = field(repr=False)
    signer: "S3Client" = field(repr=False)
    min_part_bytes: int = 5 * MIB  # S3 accepts shorter parts at the end only

    # --- finished objects

    def write(self, key: str, chunks: Iterable[bytes]) -> int:
        """See ObjectStorage: a multipart upload, completed last, aborted on any failure."""
        with _failures_named("write"):
            ref = self.client.create_multipart_upload(Bucket=self.bucket, Key=key)["UploadId"]
        try:
            return self._write_parts(key, ref, chunks)
        except BaseException:
            with suppress(StorageError):
                self.abort(key, ref)
            raise

    def _write_parts(self, key: str, ref: str, chunks: Iterable[bytes]) -> int:
        parts: list[Any] = []
        size = 0
        for number, body in enumerate(_gathered(chunks, WRITE_PART_BYTES), start=1):
            size += len(body)
            with _failures_named("write"):
                answer = self.client.upload_part(
                    Bucket=self.bucket, Key=key, UploadId=ref, PartNumber=number, Body=body
                )
            parts.append({"PartNumber": number, "ETag": answer["ETag"]})
        with _failures_named("write"):
            self.client.complete_multipart_upload(
                Bucket=self.bucket, Key=key, UploadId=ref, MultipartUpload={"Parts": parts}
            )
        return size

    def read(self, key: str, start: int, length: int) -> bytes:
        """See ObjectStorage."""
        if length <= 0:
            return b""
        span = f"bytes={start}-{start + length - 1}"
        with _failures_named("read"):
            try:
                return self.client.get_object(Bucket=self.bucket, Key=key, Range=span)["Body"].read()
            except ClientError as error:
                if error.response.get("Error", {}).get("Code") == "InvalidRange":
                    return b""
                raise

    def size(self, key: str) -> int:
        """See ObjectStorage."""
        with _failures_named("size"):
            return int(self.client.head_object(Bucket=self.bucket, Key=key)["ContentLength"])

    def delete(self, key: str) -> None:
        """See ObjectStorage."""
        with _failures_named("delete"):
            self.client.delete_object(Bucket=self.bucket, Key=key)

    def keys(self, prefix: str) -> Iterator[str]:
        """See ObjectStorage."""
        with _failures_named("list"):
            for page in self.client.get_paginator("list_objects_v2").paginate(
                Bucket=self.bucket, Prefix=prefix
            ):
                yield from (entry["Key"] for entry in page.get("Contents", []))

    def tidy(self, before: datetime) -> int:
        """See ObjectStorage: our own multipart writes that began before and never ended."""
        removed = 0
        with _failures_named("tidy"):
            listed = self.client.list_multipart_uploads(Bucket=self.bucket, Prefix="files/")
        for entry in listed.get("Uploads", []):
            if entry["Initiated"].astimezone(UTC) < before:
                self.abort(entry["Key"], entry["UploadId"])
                removed += 1
        return removed

    # --- uploads that go past us

    def begin(self, key: str, content_type: str) -> str:
        """See DirectUploads. The bucket encrypts what waits in quarantine."""
        with _failures_named("begin"):
            answer = self.client.create_multipart_upload(
                Bucket=self.bucket, Key=key, ContentType=content_type, ServerSideEncryption="AES256"
            )
        return answer["UploadId"]

    def target(self, key: str, ref: str, index: int, *, sha256: str, seconds: int) -> PartTarget:
        """See DirectUploads. The hash is part of what is signed, so the store refuses another content."""
        checksum = base64.b64encode(binascii.unhexlify(sha256)).decode()
        params = {"Bucket": self.bucket, "Key": key, "UploadId": ref, "PartNumber": index + 1}
        with _failures_named("target"):
            url = self.signer.generate_presigned_url(
                "upload_part", Params=params | {"ChecksumSHA256": checksum}, ExpiresIn=seconds
            )
        return PartTarget(index, url, "PUT", {"x-amz-checksum-sha256": checksum})

    def seen(self, key: str, ref: str) -> list[PartSeen]:
        """See DirectUploads."""
        return [PartSeen(int(part["PartNumber"]) - 1, int(part["Size"])) for part in self._parts(key, ref)]

    def complete(self, key: str, ref: str) -> None:
        """See DirectUploads."""
        parts: list[Any] = [
            {name: part[name] for name in ("PartNumber", "ETag", "ChecksumSHA256") if name in part}
            for part in self._parts(key, ref)
        ]
        if not parts:
            return
        with _failures_named("complete"):
            self.client.complete_multipart_upload(
                Bucket=self.bucket, Key=key, UploadId=ref, MultipartUpload={"Parts": parts}
            )

    def abort(self, key: str, ref: str) -> None:
        """See DirectUploads."""
        try:
            with _failures_named("abort"):
                self.client.abort_multipart_upload(Bucket=self.bucket, Key=key, UploadId=ref)
        except StorageError as error:
            if error.code != "storage_missing":
                raise

    def _parts(self, key: str, ref: str) -> list[dict[str, Any]]:
        parts: list[dict[str, Any]] = []
        try:
            with _failures_named("list parts"):
                for page in self.client.get_paginator("list_parts").paginate(
                    Bucket=self.bucket, Key=key, UploadId=ref
                ):
                    parts += [dict(part) for part in page.get("Parts", [])]
        except StorageError as error:
            if error.code != "storage_missing":
                raise
        return sorted(parts, key=lambda part: int(part["PartNumber"]))


def _gathered(chunks: Iterable[bytes], size: int) -> Iterator[bytes]:
    """Pieces of at least ``size`` bytes, but the last; one empty piece for nothing."""
    buffer, given = bytearray(), False
    for chunk in chunks:
        buffer += chunk
        if len(buffer) >= size:
            yield bytes(buffer)
            given = True
            buffer.clear()
    if buffer or not given:
        yield bytes(buffer)


@cache
def _client(endpoint: str, region: str, access_key: str, secret_key: str) -> "S3Client":
    # Checksums only where asked for: many compatible stores refuse boto3's new default trailers.
    config = Config(
        signature_version="s3v4",
        s3={"addressing_style": "path"},
        connect_timeout=10,
        read_timeout=60,
        retries={"max_attempts": 3, "mode": "standard"},
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
    return boto3.client(
        "s3",
        endpoint_url=endpoint or None,
        region_name=region or "us-east-1",
        aws_access_key_id=access_key,
        aws_secret_access_key=secret_key,
        config=config,
    )


def storage() -> S3Storage:
    """The bucket of the settings (FILE_STORAGE names this factory)."""
    s3 = settings.S3
    known = (s3["region"], s3["access_key"], s3["secret_key"])
    inside = _client(s3["endpoint_url"], *known)
    outside = _client(s3.get("public_url") or s3["endpoint_url"], *known)
    return S3Storage(s3["bucket"], inside, outside)
