from django.apps import AppConfig


class AccountabilityConfig(AppConfig):
    name = "bole.insight.accountability"
    label = "accountability"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bole.insight.accountability import policies

        assert policies.READ  # declared before the first view is checked
