from django.apps import AppConfig


class PipelineConfig(AppConfig):
    name = "bole.hiring.pipeline"
    label = "pipeline"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bole.foundation.privacy import registry
        from bole.hiring.pipeline import holding, tasks  # noqa: F401  tasks registers the timers

        registry.register("pipeline", holding.export, holding.erase)
