"""Saved views, and runs over many applications with what became of each."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from bole.kernel.ids import new_id


class SavedView(models.Model):
    """Filters under a title. ``unit``: where the owner works, and who may see it when it is shared."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=60)
    query = models.CharField(max_length=600)  # the address's query string, without a page
    shared = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["created_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "title"], name="saved_view_once"),
        ]

    def __str__(self) -> str:
        return self.title


class BulkRun(models.Model):
    """One action for many. ``key`` comes with the form, so that the same form twice is one run."""

    class State(models.TextChoices):
        RUNNING = "running", "running"
        DONE = "done", "done"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    key = models.UUIDField()
    action = models.CharField(max_length=12)
    details = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State.choices, default=State.RUNNING)
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["begun_by", "key"], name="bulk_run_once"),
        ]

    def __str__(self) -> str:
        return f"{self.action} for {self.total}"


class BulkItem(models.Model):
    """What became of one application; ``code`` names the failure."""

    class State(models.TextChoices):
        WAITING = "waiting", "waiting"
        DONE = "done", "done"
        FAILED = "failed", "failed"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    run = models.ForeignKey(BulkRun, on_delete=models.CASCADE, related_name="items")
    application = models.ForeignKey("pipeline.Application", on_delete=models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()
    reason = models.CharField(max_length=64, blank=True, default="")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    code = models.CharField(max_length=40, blank=True, default="")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["run", "state"], name="bulk_item_state")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "application"], name="bulk_item_once"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.state}"
