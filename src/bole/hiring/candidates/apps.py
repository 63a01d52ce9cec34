from django.apps import AppConfig


class CandidatesConfig(AppConfig):
    name = "bole.hiring.candidates"
    label = "candidates"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bole.foundation.privacy import registry
        from bole.hiring.candidates import holding, policies  # noqa: F401  policies declares the permissions

        registry.register("candidates", holding.export, holding.erase)
