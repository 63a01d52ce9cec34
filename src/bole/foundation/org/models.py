"""Legal entities, branches and outlets: the tree that scopes every row."""

from typing import ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from bole.kernel.ids import new_id


class Unit(models.Model):
    """One node of the bank's tree. ``path`` is the ids from the root down to this node, each followed by
    ``/``.
    """

    class Kind(models.TextChoices):
        """What sort of place this is."""

        HEAD_OFFICE = "head_office", _("Head office")
        BRANCH = "branch", _("Branch")
        OUTLET = "outlet", _("Outlet")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    kind = models.CharField(max_length=16, choices=Kind.choices)
    code = models.CharField(max_length=32, unique=True)
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    path = models.TextField(unique=True, editable=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["path"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~models.Q(path=""), name="org_unit_path_not_empty"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language of this request."""
        return self.name_en if (get_language() or "").startswith("en") else self.name_zh

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep ``path`` in step with ``parent``; moving a node with children is refused by
        ``org.services``.
        """
        prefix = self.parent.path if self.parent else ""
        self.path = f"{prefix}{self.pk}/"
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # passed through unread

    def lies_under(self, root_path: str) -> bool:
        """Whether this unit is the one at ``root_path`` or beneath it."""
        return self.path.startswith(root_path)
