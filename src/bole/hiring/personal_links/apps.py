from django.apps import AppConfig


class PersonalLinksConfig(AppConfig):
    name = "bole.hiring.personal_links"
    label = "personal_links"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bole.foundation.privacy import registry
        from bole.foundation.ui import messages
        from bole.hiring.personal_links import holding, policies, words  # noqa: F401  policies declares

        messages.register(words.WORDS)
        registry.register("personal_links", holding.export, holding.erase)
