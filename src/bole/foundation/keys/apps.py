from django.apps import AppConfig


class KeysConfig(AppConfig):
    name = "bole.foundation.keys"
    label = "keys"

    def ready(self) -> None:
        from bole.foundation.keys import checks  # noqa: F401 (registers the check)
