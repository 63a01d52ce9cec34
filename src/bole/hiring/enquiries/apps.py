from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EnquiriesConfig(AppConfig):
    name = "bole.hiring.enquiries"
    label = "enquiries"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bole.foundation.privacy import registry
        from bole.foundation.ui import panels
        from bole.hiring.enquiries import handlers, holding, panel, policies  # noqa: F401  handlers sets timers

        panels.register("enquiries", _("Questions"), policies.READ, panel.of, place="side", order=60)
        registry.register("enquiries", holding.export, holding.erase)
