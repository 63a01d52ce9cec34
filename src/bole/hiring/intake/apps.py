from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IntakeConfig(AppConfig):
    name = "bole.hiring.intake"
    label = "intake"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bole.foundation.privacy import registry
        from bole.foundation.ui import panels as ui
        from bole.hiring.candidates import policies as candidates
        from bole.hiring.intake import holding, panels, policies, tasks  # noqa: F401  declared by import

        ui.register("intake", _("How the person came in"), candidates.CONTACT, panels.came_in, place="side")
        registry.register("intake", holding.export, holding.erase)
