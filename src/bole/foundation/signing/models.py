"""Sealed documents, and the bank's own test authority."""

from typing import ClassVar

from django.db import models

from bole.foundation.keys.fields import EncryptedTextField
from bole.kernel.ids import new_id


class SignedDocument(models.Model):
    """A document a person signed and the bank sealed. Never changed; erasing a person takes file and name."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate_id = models.UUIDField(null=True)
    kind = models.SlugField(max_length=40)
    about_id = models.UUIDField()  # the offer, the contract …: the thing of a higher storey
    document_sha256 = models.CharField(max_length=64)  # of the document as the person saw it
    document_bytes = models.PositiveIntegerField()  # it is the first bytes of the sealed file
    sheet_bytes = models.PositiveIntegerField()  # up to here: with the sheet of signatures
    file_id = models.UUIDField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    code = models.CharField(max_length=16, unique=True)
    signature_sha256 = models.CharField(max_length=64)
    signer_name = EncryptedTextField(null=True)
    signed_at = models.DateTimeField()
    code_reference = models.CharField(max_length=120)
    sealer = models.CharField(max_length=40)
    level = models.CharField(max_length=3)
    certificate = models.JSONField()  # {subject, issuer, serial, sha256, valid_from, valid_until, test}
    sealed_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["sha256"], name="signed_document_file"),
            models.Index(fields=["signature_sha256"], name="signed_document_seal"),
            models.Index(fields=["candidate_id"], name="signed_document_person"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "about_id", "document_sha256"], name="signed_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class Authority(models.Model):
    """A generation of the bank's own test authority; the newest seals, all of them are believed.

    ``sealed_key`` is the certificate's private key, encrypted with the master key.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    root = models.TextField()
    certificate = models.TextField()
    sealed_key = models.BinaryField()
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-made_at"]

    def __str__(self) -> str:
        return f"authority of {self.made_at:%Y-%m-%d}"
