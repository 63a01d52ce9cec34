"""Writes of openings, portraits, branches' variants and the question bank."""

from bole.hiring.requisitions.services.following import TAKES_EFFECT, follow
from bole.hiring.requisitions.services.openings import (
    assign_owner,
    close_requisition,
    open_requisition,
    switch_auto_invite,
    switch_channels,
)
from bole.hiring.requisitions.services.portraits import (
    KIND as PORTRAIT,
)
from bole.hiring.requisitions.services.portraits import (
    add_dimension,
    approved,
    begin,
    confirm,
    drop,
    import_file,
    save,
    sent_back,
    submit,
)
from bole.hiring.requisitions.services.variants import (
    KIND as VARIANT,
)
from bole.hiring.requisitions.services.variants import (
    allow,
    begin_variant,
    cap_variant,
    drop_variant,
    end_variant,
    promote_variant,
    save_variant,
    submit_variant,
    variant_approved,
    variant_sent_back,
)

__all__ = [
    "PORTRAIT", "TAKES_EFFECT", "VARIANT", "add_dimension", "allow", "approved", "assign_owner", "begin",
    "begin_variant",
    "cap_variant", "close_requisition", "confirm", "drop", "drop_variant", "end_variant", "follow",
    "import_file", "open_requisition", "promote_variant", "save", "save_variant", "sent_back", "submit",
    "submit_variant", "switch_auto_invite", "switch_channels", "variant_approved", "variant_sent_back",
]  # fmt: skip
