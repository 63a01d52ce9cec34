"""What the demo's branches vary: one variant in force, one that waits for head office."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bole.foundation.access.actors import Actor
    from bole.foundation.org.models import Unit

# unit, who asks, dimension, share, why, whether head office has signed
VARIANTS = (
    ("NH", "fangyu", "cantonese", Decimal(10), "网点老年客户多说粤语，柜面要能听懂、说清", True),
    ("BC", "luming", "mandarin", Decimal(10), "网点客户来自各地，金额和期限要一遍听懂", False),
)


def vary(units: Mapping[str, Unit], actors: Mapping[str, Actor], now: datetime) -> None:
    """Make what is not there yet."""
    from bole.foundation.access.actors import acting_as
    from bole.foundation.approvals import queries as approvals
    from bole.foundation.approvals import services as signing
    from bole.hiring.requisitions import queries, services

    for unit, who, key, share, why, approve in VARIANTS:
        with acting_as(actors[who]):
            if queries.variants("teller"):
                continue
            row = services.begin_variant(unit_id=units[unit].pk, job_key="teller", now=now)
            row = services.save_variant(
                variant_id=row.pk, added=[(key, share, why)], shifts={}, revision=row.revision, now=now
            )
            services.submit_variant(variant_id=row.pk, revision=row.revision, now=now)
        if approve:
            with acting_as(actors["heqian"]):
                request = approvals.waiting_for(services.VARIANT, row.pk)
                assert request is not None
                signing.decide(request_id=request.pk, approve=True, sha256=request.sha256, now=now)
