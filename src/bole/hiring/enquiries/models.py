"""Candidates' questions with their answers, and the bank's answers to frequent ones."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from bole.foundation.keys.fields import EncryptedTextField
from bole.kernel.ids import new_id


class FaqVersion(models.Model):
    """One wording of an answer, never changed; ``owner`` is the head office or the branch that added it.

    A key of the library without a row here stands as the library has it. The FAQ is read by everybody in the
    bank and holds no personal value, so its rows are not scoped.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "draft"
        IN_FORCE = "in_force", "in force"
        PAST = "past", "replaced"
        RETIRED = "retired", "taken out"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    key = models.SlugField(max_length=60)
    number = models.PositiveIntegerField()
    body = models.JSONField()  # {zh: {question, also: [], answer}, en: {…}}
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State.choices)
    from_enquiry = models.UUIDField(null=True)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    in_force_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    in_force_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["key", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "key", "number"], name="faq_version_once"),
            models.UniqueConstraint(
                fields=["owner", "key"],
                condition=models.Q(state__in=("in_force", "retired")),
                name="faq_one_in_force",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} v{self.number}"


class PhraseVector(models.Model):
    """The sentence vector of one phrasing of the FAQ, computed once. Holds no candidate's words."""

    text_sha256 = models.CharField(max_length=64)
    embedder_sha256 = models.CharField(max_length=64)
    vector = models.BinaryField()  # float32, little-endian

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["text_sha256", "embedder_sha256"], name="phrase_vector_once")
        ]

    def __str__(self) -> str:
        return self.text_sha256[:12]


class Enquiry(models.Model):
    """One question of one candidate. Raters' capabilities never read this table."""

    class State(models.TextChoices):
        ASKED = "asked", "being looked up"
        SUGGESTED = "suggested", "answered by the FAQ"
        WAITING = "waiting", "waiting for a person"
        ANSWERED = "answered", "answered by a person"
        CLOSED = "closed", "closed"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.PROTECT, related_name="+")
    application = models.ForeignKey(
        "pipeline.Application", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    about_id = models.UUIDField(null=True)  # the interview whose page it was asked on
    job = models.JSONField(default=dict)  # {zh, en}, as the page said it
    token_hash = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=8)
    question = EncryptedTextField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    suggestions = models.JSONField(default=list)  # [{key, score}], what the matcher thought of
    faq_key = models.CharField(max_length=60, blank=True, default="")
    faq_number = models.PositiveIntegerField(null=True)  # 0: the library's own wording
    faq_answer = models.TextField(blank=True, default="")  # the bank's words as they were shown
    helped = models.BooleanField(null=True)
    asked_at = models.DateTimeField()
    waiting_since = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reminded_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    answer = EncryptedTextField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)
    replies = models.PositiveSmallIntegerField(default=0)  # how often a person answered

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["unit", "state", "due_at"], name="enquiry_inbox"),
            models.Index(fields=["candidate", "-asked_at"], name="enquiry_candidate"),
        ]

    def __str__(self) -> str:
        return f"enquiry {self.id}"
