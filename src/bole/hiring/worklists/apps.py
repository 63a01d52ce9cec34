from django.apps import AppConfig


class WorklistsConfig(AppConfig):
    name = "bole.hiring.worklists"
    label = "worklists"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bole.hiring.worklists import tasks

        assert tasks.WORK  # registered before the first run is deferred
