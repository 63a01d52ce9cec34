from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ViewingsConfig(AppConfig):
    name = "bole.hiring.viewings"
    label = "viewings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bole.foundation.privacy import registry
        from bole.foundation.ui import panels
        from bole.hiring.viewings import holding, panel, policies

        panels.register("viewings", _("Watched together"), policies.WATCH, panel.of, place="side", order=45)
        registry.register("viewings", holding.export, holding.erase)
