from django.apps import AppConfig


class OpenApiConfig(AppConfig):
    name = "bole.web.openapi"
    label = "openapi"
    default_auto_field = "django.db.models.BigAutoField"
