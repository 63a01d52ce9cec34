from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "bole.foundation.privacy"
    label = "privacy"

    def ready(self) -> None:
        from bole.foundation.privacy import holding, registry

        registry.register("privacy", holding.export, holding.erase)
