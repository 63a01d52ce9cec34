"""What the queue keeps beside Procrastinate's own tables."""

from typing import ClassVar

from django.db import models

from bole.kernel.ids import new_id


class DeadLetter(models.Model):
    """A task that will not be tried again. The failure is kept as code and type, never with its words."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    job_id = models.BigIntegerField(unique=True)
    task_name = models.CharField(max_length=128)
    queue_name = models.CharField(max_length=32)
    arguments = models.JSONField(default=dict)  # ids only, as deferred
    error_code = models.CharField(max_length=64)
    error_type = models.CharField(max_length=128)
    attempts = models.PositiveIntegerField()
    died_at = models.DateTimeField()
    revived_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["-died_at"], name="queue_dead_newest")]

    def __str__(self) -> str:
        return f"{self.task_name}:{self.error_code}"


class Timer(models.Model):
    """Something due at a moment: one row per ``kind`` and ``key``, deleted when its handler is through.

    ``due_at`` is what was asked for and stays; ``run_at`` is when it is tried next.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=64)
    key = models.CharField(max_length=128)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, null=True, related_name="+")
    due_at = models.DateTimeField()
    run_at = models.DateTimeField()
    payload = models.JSONField(default=dict)
    claim = models.UUIDField(null=True)  # of the sweep that runs it now
    failures = models.PositiveIntegerField(default=0)
    error_code = models.CharField(max_length=64, blank=True, default="")
    error_type = models.CharField(max_length=128, blank=True, default="")
    dead_at = models.DateTimeField(null=True)  # failed too often: waits for a person

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind", "key"], name="queue_timer_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["run_at"], condition=models.Q(dead_at__isnull=True), name="queue_timer_run")
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"
