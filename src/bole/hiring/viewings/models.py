"""A recording watched together: where it stands, and who is there."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from bole.kernel.ids import new_id


class Viewing(models.Model):
    """One interview watched by several people in step. ``about_id``: what it was opened for (a panel), and
    ``link`` that thing's own page; both mean nothing here. ``rules.Playback`` reads the four fields of where
    it stands."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.PROTECT, related_name="+")
    interview = models.ForeignKey("interviews.Interview", on_delete=models.CASCADE, related_name="+")
    about_id = models.UUIDField(null=True)
    link = models.CharField(max_length=300, blank=True, default="")
    answer_id = models.UUIDField()
    position = models.FloatField(default=0.0)  # seconds
    playing = models.BooleanField(default=False)
    at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)  # raised by every change of where it stands
    leader = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )  # who touched the controls last
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["candidate", "-made_at"], name="viewing_candidate")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["interview", "about_id"], nulls_distinct=False, name="viewing_once_per_thing"
            ),
            models.CheckConstraint(condition=Q(position__gte=0), name="viewing_position"),
        ]

    def __str__(self) -> str:
        return f"viewing {self.id}"


class Watcher(models.Model):
    """Somebody who was asked to watch, or did. ``seconds``: of recording played while his page was there."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.PROTECT, related_name="+")
    viewing = models.ForeignKey(Viewing, on_delete=models.CASCADE, related_name="watchers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    joined_at = models.DateTimeField(null=True)  # the first time
    seen_at = models.DateTimeField(null=True)  # None: not there, or left
    seconds = models.FloatField(default=0.0)

    class Meta:
        ordering: ClassVar = ["user__display_name", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["viewing", "user"], name="watcher_once")]

    def __str__(self) -> str:
        return f"{self.user_id} at {self.viewing_id}"
