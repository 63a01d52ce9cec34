from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "bole.hiring.intake"
    label = "intake"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bole.foundation.privacy import registry
        from bole.hiring.intake import holding, policies, tasks  # noqa: F401  declare permissions and tasks

        registry.register("intake", holding.export, holding.erase)
