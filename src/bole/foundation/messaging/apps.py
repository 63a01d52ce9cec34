from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "bole.foundation.messaging"
    label = "messaging"

    def ready(self) -> None:
        from bole.foundation.messaging import holding
        from bole.foundation.privacy import registry

        registry.register("messaging", holding.export, holding.erase)
