from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "bole.foundation.approvals"
    label = "approvals"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bole.foundation.approvals import tasks  # noqa: F401  registers the timer
