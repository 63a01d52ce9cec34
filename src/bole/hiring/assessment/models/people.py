"""What people say beside the machine: blind reviews and overrides with reasons."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from bole.foundation.keys.fields import EncryptedTextField
from bole.hiring.assessment.models.ratings import Report
from bole.kernel.ids import new_id


class Review(models.Model):
    """A person's own rating. Machine scores stay hidden from the reviewer until it is locked."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="reviews")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    blind = models.BooleanField()  # False: this reviewer had already seen the machine's scores
    ratings = models.JSONField(default=dict)  # competency → level 1–5 (half steps) or null
    comment = EncryptedTextField(blank=True, default="")
    total = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    started_at = models.DateTimeField()
    locked_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["started_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "reviewer"], name="review_once_per_reviewer")
        ]

    def __str__(self) -> str:
        return f"review of {self.report_id}"


class BlindRater(models.Model):
    """Somebody who rates this person elsewhere (on a panel): as with an open card of his own, the machine's
    scores stay hidden from him wherever they stand, until ``lifted_at``. ``about_id`` says what he rates in.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.PROTECT, related_name="+")
    application = models.ForeignKey(
        "pipeline.Application", on_delete=models.CASCADE, related_name="blind_raters"
    )
    about_id = models.UUIDField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["user", "application"], name="blind_rater_of")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["about_id", "user"], name="blind_rater_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} rates {self.application_id}"


class Override(models.Model):
    """A person's score beside the machine's, with a reason. The report itself is never changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="overrides")
    competency = models.CharField(max_length=64)
    score = models.DecimalField(max_digits=4, decimal_places=1)
    reason = EncryptedTextField()
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(score__gte=0, score__lte=100), name="override_score_range"
            ),
        ]

    def __str__(self) -> str:
        return f"override of {self.competency}"
