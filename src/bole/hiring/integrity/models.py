"""What a person may want to look at in an answer, and what was decided. In no score, no total and no
order."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from bole.foundation.keys.fields import EncryptedJSONField, EncryptedTextField
from bole.kernel.ids import new_id


class Fingerprint(models.Model):
    """The sketch of one answer's words (``measurement.copies``); the words cannot be made from it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.PROTECT, related_name="+")
    answer = models.OneToOneField("interviews.Answer", on_delete=models.CASCADE, related_name="fingerprint")
    attempt = models.PositiveSmallIntegerField()
    question_key = models.CharField(max_length=64)
    signature = models.BinaryField()  # 128 × uint32
    bands = ArrayField(models.IntegerField())
    submitted_at = models.DateTimeField()  # of the answer: who was first

    class Meta:
        indexes: ClassVar = [
            GinIndex(fields=["bands"], name="fingerprint_bands"),
            models.Index(fields=["question_key"], name="fingerprint_question"),
        ]

    def __str__(self) -> str:
        return f"fingerprint of {self.answer_id}"


class Finding(models.Model):
    """Something to look at in one answer: what was measured, and where. ``rules.sights`` lists the kinds."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.PROTECT, related_name="+")
    interview = models.ForeignKey("interviews.Interview", on_delete=models.CASCADE, related_name="findings")
    answer = models.ForeignKey("interviews.Answer", on_delete=models.CASCADE, related_name="findings")
    attempt = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=16)
    figures = models.JSONField(default=dict)  # name → number
    places = models.JSONField(default=list)  # [[start, end]] seconds on the answer's timeline
    # the candidate's own words, where words are the finding
    quotes: "models.Field[Any, Any]" = EncryptedJSONField(default=list)
    rule_version = models.PositiveSmallIntegerField()
    found_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["found_at", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["interview"], name="finding_interview"),
            models.Index(fields=["unit", "-found_at"], name="finding_unit_newest"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["answer", "attempt", "kind"], name="finding_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} in {self.answer_id}"


class CopyPair(models.Model):
    """Which earlier answer a later one is nearly a copy of. ``unit`` is the head office: branches see
    only that there is a near-copy, never whose."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.PROTECT, related_name="+")
    answer = models.ForeignKey("interviews.Answer", on_delete=models.CASCADE, related_name="+")
    other_candidate = models.ForeignKey("candidates.Candidate", on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey("interviews.Answer", on_delete=models.CASCADE, related_name="+")
    share = models.FloatField()  # of the later answer's letters
    found_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-share", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["answer", "other"], name="copy_pair_once")]

    def __str__(self) -> str:
        return f"{self.answer_id} like {self.other_id}"


class Decision(models.Model):
    """What a person made of a finding, with the reason. A later row takes the place of an earlier one."""

    class Choice(models.TextChoices):
        NO_ISSUE = "no_issue", "no issue"
        PROBE = "probe", "ask about it"
        LIVE = "live", "ask for a live interview"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.PROTECT, related_name="+")
    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="decisions")
    choice = models.CharField(max_length=10, choices=Choice.choices)
    reason = EncryptedTextField()
    seen = models.JSONField(default=dict)  # the figures the person had before him
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)  # the probe was asked, the interview held
    outcome = EncryptedTextField(blank=True, default="")
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.choice} on {self.finding_id}"
