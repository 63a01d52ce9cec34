"""Days a bank set itself, beside the official calendar."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from bole.kernel.ids import new_id


class BankDay(models.Model):
    """One date on which a unit, and what lies beneath it, works or is closed whatever the calendar says."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    date = models.DateField()
    working = models.BooleanField()
    reason = models.CharField(max_length=80)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["date"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["unit", "date"], name="bank_day_once")]

    def __str__(self) -> str:
        return f"{self.date} {'worked' if self.working else 'closed'}"
