from django.apps import AppConfig


class AnalysisConfig(AppConfig):
    name = "bole.hiring.analysis"
    label = "analysis"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bole.foundation import events
        from bole.foundation.privacy import registry
        from bole.hiring.analysis import handlers, holding
        from bole.hiring.interviews.events import AnswerSubmitted, ConsentChanged

        events.subscribe(AnswerSubmitted, handlers.on_answer_submitted)
        events.subscribe(ConsentChanged, handlers.on_consent_changed)
        registry.register("analysis", holding.export, holding.erase)
