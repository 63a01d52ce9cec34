from django.apps import AppConfig


class ExperienceConfig(AppConfig):
    name = "bole.insight.experience"
    label = "experience"

    def ready(self) -> None:
        from bole.insight.experience import policies

        assert policies.READ  # declared before the first view is checked
