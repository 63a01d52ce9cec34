from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "bole.foundation.surveys"
    label = "surveys"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bole.foundation.privacy import registry
        from bole.foundation.surveys import holding, policies  # noqa: F401  policies declares the permissions

        registry.register("surveys", holding.export, holding.erase)
