from django.apps import AppConfig


class InterviewsConfig(AppConfig):
    name = "bole.hiring.interviews"
    label = "interviews"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bole.foundation.privacy import registry
        from bole.hiring.interviews import services, tasks  # noqa: F401  tasks registers the timers

        registry.register("interviews", services.export, services.erase)
