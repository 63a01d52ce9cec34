from uuid import UUID

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PerformanceConfig(AppConfig):
    name = "bole.workforce.performance"
    label = "performance"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bole.foundation.approvals import kinds
        from bole.foundation.privacy import registry
        from bole.foundation.ui import cards, navigation, panels
        from bole.workforce.performance import card, handlers, holding, panel, policies, services

        handlers.listen()
        registry.register("performance", holding.export, holding.erase, holding.attach)
        panels.register("performance", _("Probations"), policies.READ, panel.of, place="side", order=30)
        cards.register("performance", card.of, 60)
        navigation.register(
            navigation.NavItem(
                "probation", _("Probations"), "flag", "performance:list", policies.READ, 40, "people"
            )
        )
        navigation.register(
            navigation.NavItem(
                "probation-figures",
                _("How many stay"),
                "chart",
                "performance:figures",
                policies.FIGURES,
                68,
                "quality",
                unless=policies.READ,
            )
        )
        kinds.register(
            kinds.Kind(
                key=services.APPROVAL,
                label=_("End of employment on probation"),
                permission=policies.SECOND,
                approved=services.approved,
                refused=services.refused,
                withdrawn=services.withdrawn,
                page=_page,
            )
        )


def _page(decision_id: UUID) -> str:
    return f"/console/probations/decisions/{decision_id}/"
