"""The impact assessment as the bank wrote it: one row per version, frozen once a second person approved it.

It names no candidate and belongs to no branch, so head office, auditor and IT may read all of it.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models

from bole.kernel.ids import new_id


class ImpactAssessment(models.Model):
    """``facts`` are what the system knew when the draft was begun or refreshed; ``answers`` section →
    words."""

    class State(models.TextChoices):
        DRAFT = "draft", "draft"
        SUBMITTED = "submitted", "waits for a second person"
        APPROVED = "approved", "approved"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.PositiveIntegerField(unique=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    form_version = models.PositiveSmallIntegerField()
    laws = models.JSONField(default=list)
    facts = models.JSONField(default=dict)
    answers = models.JSONField(default=dict)
    groups = models.JSONField(default=list)  # [{name, applied, selected}]: the bank's own counts
    groups_source = models.CharField(max_length=300, blank=True, default="")
    sha256 = models.CharField(max_length=64, blank=True, default="")  # of what was approved
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    sent_back = models.CharField(max_length=1000, blank=True, default="")  # why, by the second person
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(null=True)
    # everybody who wrote in it: none of them may approve
    writers = models.JSONField(default=list)

    class Meta:
        ordering: ClassVar = ["-version"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["state"],
                condition=models.Q(state__in=["draft", "submitted"]),
                name="impact_assessment_one_of_each_open_state",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="approved") | models.Q(approved_by__isnull=False),
                name="impact_assessment_approved_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"impact assessment {self.version}"
