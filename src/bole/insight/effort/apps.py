from django.apps import AppConfig


class EffortConfig(AppConfig):
    name = "bole.insight.effort"
    label = "effort"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bole.insight.effort import policies

        assert policies.READ  # declared before the first view is checked
