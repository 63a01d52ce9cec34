"""What a candidate may ask for at any time."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from bole.foundation.keys.fields import EncryptedTextField
from bole.hiring.interviews.models.interview import Interview
from bole.kernel.ids import new_id


class RightsRequest(models.Model):
    """Explain, ask for a person, withdraw and erase: asked by the candidate, answered against a clock."""

    class Kind(models.TextChoices):
        EXPLAIN = "explain", "explain"
        HUMAN_REVIEW = "human_review", "human review"
        ERASE = "erase", "withdraw and erase"
        LIVE = "live", "live interview instead of recording"

    class State(models.TextChoices):
        OPEN = "open", "open"
        ESCALATED = "escalated", "overdue"
        DONE = "done", "done"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.PROTECT, related_name="+")
    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="rights_requests")
    kind = models.CharField(max_length=14, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    requested_at = models.DateTimeField()
    due_at = models.DateTimeField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    resolved_at = models.DateTimeField(null=True)
    resolution = models.CharField(max_length=24, blank=True, default="")  # a code of the policies
    note = EncryptedTextField(null=True)  # what was agreed, for the next colleague
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        indexes: ClassVar = [models.Index(fields=["unit", "state", "due_at"], name="rights_request_due")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["interview", "kind"],
                condition=~models.Q(state="done"),
                name="rights_request_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
