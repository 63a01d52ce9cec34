from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CandidatesConfig(AppConfig):
    name = "bole.hiring.candidates"
    label = "candidates"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bole.foundation.privacy import registry
        from bole.foundation.ui import panels as ui
        from bole.hiring.candidates import holding, panels, policies, tasks  # noqa: F401  tasks are declared

        ui.register("candidates", _("Résumé"), policies.RESUME, panels.resume, order=20)
        registry.register("candidates", holding.export, holding.erase)
