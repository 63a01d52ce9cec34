from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "bole.foundation.ui"
    label = "ui"
    verbose_name = "Interface"
