from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EnginesConfig(AppConfig):
    name = "bole.hiring.engines"
    label = "engines"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bole.foundation.privacy import registry
        from bole.foundation.ui import panels
        from bole.hiring.engines import handlers, holding, panel, policies  # noqa: F401  handlers sets timers

        registry.register("engines", holding.export, holding.erase)
        panels.register("engines", _("Interviews held elsewhere"), policies.VIEW, panel.of, order=45)
