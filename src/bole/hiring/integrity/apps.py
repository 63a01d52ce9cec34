from django.apps import AppConfig


class IntegrityConfig(AppConfig):
    name = "bole.hiring.integrity"
    label = "integrity"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bole.foundation import events
        from bole.foundation.privacy import registry
        from bole.hiring.analysis.events import AnalysisSettled, AnswerAnalysed
        from bole.hiring.integrity import handlers, policies, services
        from bole.hiring.interviews.events import AnswerSubmitted

        assert policies.VIEW  # declared before the first view is checked
        events.subscribe(AnswerSubmitted, handlers.on_answer_submitted)
        events.subscribe(AnswerAnalysed, handlers.on_answer_analysed)
        events.subscribe(AnalysisSettled, handlers.on_analysis_settled)
        registry.register("integrity", services.export, services.erase)
