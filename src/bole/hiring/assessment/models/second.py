"""A language model's second opinion, where the bank has one, and its switch."""

from typing import Any

from django.conf import settings
from django.db import models

from bole.foundation.keys.fields import EncryptedJSONField
from bole.hiring.assessment.models.ratings import Report
from bole.kernel.ids import new_id


class SecondRaterSwitch(models.Model):
    """Whether a language model gives second opinions for one opening; off where there is no row."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    requisition = models.OneToOneField(
        "requisitions.Requisition", on_delete=models.CASCADE, related_name="second_rater"
    )
    on = models.BooleanField(default=False)
    switched_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    switched_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"second rater {'on' if self.on else 'off'} for {self.requisition_id}"


class SecondOpinion(models.Model):
    """What a language model said of a report a person had rated. In no score and no total."""

    class State(models.TextChoices):
        ASKED = "asked", "asked"
        READY = "ready", "ready"
        VOID = "void", "void"  # it answered, and is not believed
        FAILED = "failed", "failed"  # it did not answer

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.PROTECT, related_name="+")
    report = models.OneToOneField(Report, on_delete=models.CASCADE, related_name="second_opinion")
    state = models.CharField(max_length=6, choices=State.choices, default=State.ASKED)
    reason = models.CharField(max_length=40, blank=True)  # why void or failed
    model_name = models.CharField(max_length=120, blank=True)
    prompt_sha256 = models.CharField(max_length=64, blank=True)
    # every run as it came, with what was believed of it
    runs: "models.Field[Any, Any]" = EncryptedJSONField(default=list)
    spread = models.JSONField(default=dict)  # competency → {levels, median, low, high}
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"second opinion on {self.report_id}"
