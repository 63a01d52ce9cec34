from django.apps import AppConfig


class RequisitionsConfig(AppConfig):
    name = "bole.hiring.requisitions"
    label = "requisitions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bole.hiring.requisitions import policies  # noqa: F401  declares the permissions
