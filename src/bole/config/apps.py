"""The composition root's own app: it holds the checks that look at the whole installation."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "bole.config"
    label = "config"

    def ready(self) -> None:
        from bole.config import checks

        checks.register_all()
