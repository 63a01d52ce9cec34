from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SchedulingConfig(AppConfig):
    name = "bole.hiring.scheduling"
    label = "scheduling"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bole.foundation import events
        from bole.foundation.privacy import registry
        from bole.foundation.ui import cards, panels
        from bole.hiring.pipeline.events import ApplicationClosed
        from bole.hiring.scheduling import card, handlers, holding, panel, policies

        panels.register("scheduling", _("Appointments"), policies.ATTEND, panel.of, place="side", order=30)
        events.subscribe(ApplicationClosed, handlers.on_application_closed)
        cards.register("scheduling", card.of, order=20)
        registry.register("scheduling", holding.export, holding.erase)
