"""Minutes per act, as the bank entered them. They name nobody and hold for the whole bank."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from bole.kernel.ids import new_id


class EffortNorm(models.Model):
    """One entry; the newest of an activity holds. ``minutes`` None takes an earlier one back."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    activity = models.SlugField(max_length=40)
    minutes = models.DecimalField(max_digits=5, decimal_places=1, null=True)
    source = models.CharField(max_length=200)  # where the bank has the figure from
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(minutes__isnull=True) | models.Q(minutes__gt=0, minutes__lte=480),
                name="effort_norm_minutes",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["activity", "-set_at"], name="effort_norm_newest")]

    def __str__(self) -> str:
        return f"{self.activity} {self.minutes}"
