"""The weeks of a probation: tasks, reports with attachments, the manager's notes."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from bole.foundation.keys.fields import EncryptedJSONField, EncryptedTextField
from bole.workforce.performance.models.probation import USER, Personal, Probation


class WeekTask(Personal):
    """One task of one week. A change takes the row out and writes a new one: what was due stays readable."""

    probation = models.ForeignKey(Probation, on_delete=models.CASCADE, related_name="tasks")
    week = models.PositiveSmallIntegerField()
    key = models.SlugField(max_length=60)
    order = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=8)  # count, done, text
    title = models.JSONField()  # {zh, en}
    measure = models.JSONField(default=dict)  # {zh, en}: customers, drills
    target = models.DecimalField(max_digits=10, decimal_places=2, null=True)
    competency = models.CharField(max_length=64, blank=True, default="")
    by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")  # None: the program
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)  # taken out

    class Meta:
        ordering: ClassVar = ["week", "order", "key"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["probation", "week", "key"], condition=Q(until=None), name="week_task_once"
            ),
            models.CheckConstraint(condition=Q(target=None) | Q(target__gte=0), name="week_task_target"),
        ]

    def __str__(self) -> str:
        return f"{self.key} of week {self.week}"


class WeekDraft(Personal):
    """What an employee typed into a week and has not sent."""

    probation = models.ForeignKey(Probation, on_delete=models.CASCADE, related_name="drafts")
    week = models.PositiveSmallIntegerField()
    body: "models.Field[Any, Any]" = EncryptedJSONField()  # as typed: {figures: {key: {done, words}}, words}
    saved_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["probation", "week"], name="week_draft_once")
        ]

    def __str__(self) -> str:
        return f"draft of week {self.week}"


class WeekReport(Personal):
    """A report as it was sent. A correction is the next version; none is ever changed."""

    probation = models.ForeignKey(Probation, on_delete=models.CASCADE, related_name="reports")
    week = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField()
    latest = models.BooleanField(default=True)
    figures = models.JSONField()  # task → number or null; words are in ``body``
    targets = models.JSONField()  # task → target that day
    body: "models.Field[Any, Any]" = EncryptedJSONField()  # {words, tasks: {key: words}}
    files = models.JSONField(default=list)  # [{id, name}]
    sent_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["week", "version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["probation", "week", "version"], name="week_report_version_once"),
            models.UniqueConstraint(
                fields=["probation", "week"], condition=Q(latest=True), name="week_report_one_latest"
            ),
        ]

    def __str__(self) -> str:
        return f"report of week {self.week} v{self.version}"


class Attachment(Personal):
    """A file an employee put beside a week; the sent report names those it carried."""

    probation = models.ForeignKey(Probation, on_delete=models.CASCADE, related_name="attachments")
    week = models.PositiveSmallIntegerField()
    file_id = models.UUIDField()
    name = models.CharField(max_length=120)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["added_at", "id"]

    def __str__(self) -> str:
        return f"attachment of week {self.week}"


class WeekNote(Personal):
    """What a manager or HR said of a week, with a rating 1–5 or none. Never changed; the newest rating
    holds."""

    probation = models.ForeignKey(Probation, on_delete=models.CASCADE, related_name="notes")
    week = models.PositiveSmallIntegerField()
    rating = models.PositiveSmallIntegerField(null=True)
    words = EncryptedTextField(blank=True, default="")
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(rating=None) | Q(rating__range=(1, 5)), name="week_note_rating"
            )
        ]

    def __str__(self) -> str:
        return f"note on week {self.week}"
