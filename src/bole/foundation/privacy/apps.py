from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "bole.foundation.privacy"
    label = "privacy"

    def ready(self) -> None:
        from bole.foundation.privacy import holding, journal, registry

        registry.register("privacy", holding.export, holding.erase)
        journal.register("person", holding.erased_people, holding.erase_again)
        journal.register("consent", holding.withdrawn_consents, holding.withdraw_again)
