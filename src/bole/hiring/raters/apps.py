from django.apps import AppConfig


class RatersConfig(AppConfig):
    name = "bole.hiring.raters"
    label = "raters"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bole.foundation.privacy import registry
        from bole.hiring.raters import services

        registry.register("raters", services.export, services.erase)
