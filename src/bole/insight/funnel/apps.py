from django.apps import AppConfig


class FunnelConfig(AppConfig):
    name = "bole.insight.funnel"
    label = "funnel"

    def ready(self) -> None:
        from bole.insight.funnel import policies

        assert policies.READ  # declared before the first view is checked
