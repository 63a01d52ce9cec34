from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsoleConfig(AppConfig):
    name = "bole.web.console"
    label = "console"

    def ready(self) -> None:
        from bole.foundation.messaging import policies as messaging
        from bole.foundation.ui import panels
        from bole.web.console import panels as shell
        from bole.web.console import rail
        from bole.web.console.messages import panel

        rail.register_all()
        shell.install()
        panels.register(
            "messaging", _("Messages"), messaging.VIEW, panel.of_candidate, place="side", order=60
        )
