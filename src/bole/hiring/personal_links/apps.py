from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PersonalLinksConfig(AppConfig):
    name = "bole.hiring.personal_links"
    label = "personal_links"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bole.foundation.privacy import registry
        from bole.foundation.ui import messages, panels
        from bole.hiring.personal_links import holding, panel, policies, words

        messages.register(words.WORDS)
        panels.register(
            "personal_links", _("Personal page"), policies.RENEW, panel.of, place="side", order=65
        )
        registry.register("personal_links", holding.export, holding.erase)
