from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VerificationConfig(AppConfig):
    name = "bole.hiring.verification"
    label = "verification"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bole.foundation import events
        from bole.foundation.privacy import registry
        from bole.foundation.privacy.events import ConsentWithdrawn
        from bole.foundation.ui import cards, navigation, panels
        from bole.hiring.pipeline import services as pipeline
        from bole.hiring.pipeline.events import StageEntered
        from bole.hiring.verification import handlers, holding, panel, policies, queries

        events.subscribe(StageEntered, handlers.on_stage_entered)
        events.subscribe(ConsentWithdrawn, handlers.on_consent_withdrawn)
        pipeline.keep_gate(handlers.KIND, queries.gate)
        panels.register("verification", _("Background checks"), policies.READ, panel.of, order=45)
        cards.register("verification", panel.card, 30)
        navigation.register(
            navigation.NavItem(
                "verification",
                _("Checks"),
                "shield",
                "verification:list",
                policies.READ,
                26,
                group="after",
                rows=queries.waiting_rows,
            )
        )
        registry.register("verification", holding.export, holding.erase)
