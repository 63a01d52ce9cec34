"""The invitation, and who may watch and rate it."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from bole.foundation.keys.fields import EncryptedJSONField
from bole.kernel.ids import new_id


class Interview(models.Model):
    """``guide`` and ``about`` are frozen when it is sent; only the hash of the token is kept."""

    class State(models.TextChoices):
        INVITED = "invited", "invited"
        OPENED = "opened", "opened"
        IN_PROGRESS = "in_progress", "in progress"
        FINISHED = "finished", "finished"
        EXPIRED = "expired", "expired"
        WITHDRAWN = "withdrawn", "withdrawn"

    class Mode(models.TextChoices):
        VIDEO = "video", "video"
        AUDIO = "audio", "audio only"
        TYPED = "typed", "typed answers"
        LIVE = "live", "live interview asked for"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.PROTECT, related_name="interviews")
    application = models.ForeignKey(
        "pipeline.Application", on_delete=models.PROTECT, related_name="interviews"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    link_serial = models.PositiveSmallIntegerField(default=1)  # raised when the link is renewed
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    about = models.JSONField()  # {bank{zh,en}, unit{zh,en}, job{zh,en}, job_key}
    portrait = models.JSONField()  # of the requisition, as it stood at the invitation
    guide = models.JSONField()  # interviews.library.snapshot()
    # questions beside the guide's, in the guide's shape: from the résumé, and probes
    beside: "models.Field[Any, Any]" = EncryptedJSONField(null=True)
    personal_by = models.CharField(max_length=6, blank=True, default="")  # who chose: rule | bank | person
    language = models.CharField(max_length=8)
    zone = models.CharField(max_length=40, blank=True, default="")  # IANA name; empty: the bank's
    accommodations = models.JSONField(default=dict)  # {extra_time: float ≥ 1, typed: bool}
    mode = models.CharField(max_length=8, choices=Mode.choices, default=Mode.VIDEO)
    state = models.CharField(max_length=12, choices=State.choices, default=State.INVITED)
    law = models.CharField(max_length=8, default="default")
    offered_channels = models.JSONField(default=list)  # what the bank switched on and the law permits
    channels = models.JSONField(default=list)  # what the candidate's consent leaves of it
    automated = models.BooleanField(default=True)  # False: analysis refused, a person listens
    consented_at = models.DateTimeField(null=True)
    verified_at = models.DateTimeField(null=True)  # last successful one-time code
    progress = models.PositiveSmallIntegerField(default=0)  # percent of analysis done, for the live list
    question_count = models.PositiveSmallIntegerField(default=0)
    submitted_count = models.PositiveSmallIntegerField(default=0)
    analysed_count = models.PositiveSmallIntegerField(default=0)
    failed_count = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    feedback_due_at = models.DateTimeField(null=True)
    feedback_sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["-created_at", "-id"], name="interview_newest"),
            models.Index(fields=["unit", "-created_at", "-id"], name="interview_unit_newest"),
            models.Index(fields=["state", "-created_at", "-id"], name="interview_state_newest"),
            models.Index(fields=["application"], name="interview_application"),
            models.Index(
                fields=["finished_at"],
                condition=models.Q(finished_at__isnull=False),
                name="interview_finished",
            ),
            models.Index(fields=["candidate"], name="interview_candidate"),
            models.Index(
                fields=["feedback_due_at"],
                condition=models.Q(feedback_sent_at__isnull=True),
                name="interview_feedback_due",
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")), name="interview_window"
            ),
        ]

    def __str__(self) -> str:
        return f"interview {self.id}"

    @property
    def questions(self) -> list[dict[str, Any]]:
        """Everything this person is asked, in order of ``ordinal``."""
        return [*self.guide["questions"], *(self.beside or ())]


class InterviewAssignment(models.Model):
    """An interviewer who may watch and rate this interview."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="assignments")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["interview", "user"], name="assignment_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} on {self.interview_id}"
