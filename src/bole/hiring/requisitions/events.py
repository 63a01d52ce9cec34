"""What happened to requisitions."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class RequisitionOpened:
    """A unit looks for somebody."""

    requisition_id: UUID
    unit_id: UUID


@dataclass(frozen=True, slots=True)
class ProcessChanged:
    """New applications go another way; running ones keep the process they began with."""

    requisition_id: UUID
    unit_id: UUID


@dataclass(frozen=True, slots=True)
class PortraitChanged:
    """New weights are in force; interviews already invited keep the version they were invited with."""

    requisition_id: UUID
    unit_id: UUID
    version: int
