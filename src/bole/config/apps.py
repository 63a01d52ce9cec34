"""The composition root's own app: it holds the checks that look at the whole installation."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "bole.config"
    label = "config"

    def ready(self) -> None:
        from django.conf import settings

        from bole.config import checks, demo_clock

        checks.register_all()
        if settings.DEMO:
            demo_clock.install(settings.VAR_DIR)
