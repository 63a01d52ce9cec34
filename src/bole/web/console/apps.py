from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "bole.web.console"
    label = "console"
