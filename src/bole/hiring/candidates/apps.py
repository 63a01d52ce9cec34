from django.apps import AppConfig


class CandidatesConfig(AppConfig):
    name = "bole.hiring.candidates"
    label = "candidates"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bole.foundation.privacy import registry
        from bole.hiring.candidates import holding, policies, tasks  # noqa: F401  declare permissions and tasks

        registry.register("candidates", holding.export, holding.erase)
