from uuid import UUID

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgreementConfig(AppConfig):
    name = "bole.insight.agreement"
    label = "agreement"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bole.foundation import events
        from bole.foundation.approvals import kinds
        from bole.hiring.panels.events import PanelClosed
        from bole.insight.agreement import handlers, policies, services

        events.subscribe(PanelClosed, handlers.on_panel_closed)
        kinds.register(
            kinds.Kind(
                key=services.CHANGE,
                label=_("Change after a mismatch"),
                permission=policies.SIGN,
                approved=services.approved,
                refused=services.refused,
                withdrawn=services.withdrawn,
                page=_page,
            )
        )


def _page(_mismatch_id: UUID) -> str:
    return "/console/agreement/machine/"
