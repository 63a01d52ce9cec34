from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "bole.hiring.assessment"
    label = "assessment"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bole.foundation import events
        from bole.foundation.privacy import registry
        from bole.hiring.analysis.events import AnalysisSettled, AnswerAnalysed, AnswerHeard
        from bole.hiring.assessment import handlers, services
        from bole.hiring.assessment.events import ReportReady, ReviewLocked
        from bole.hiring.interviews.events import AnswerSubmitted, InterviewFinished, ProbesSettled

        events.subscribe(AnswerSubmitted, handlers.on_answer_submitted)
        events.subscribe(AnswerAnalysed, handlers.on_answer_analysed)
        events.subscribe(AnswerHeard, handlers.on_answer_heard)
        events.subscribe(AnalysisSettled, handlers.on_analysis_settled)
        events.subscribe(InterviewFinished, handlers.on_interview_finished)
        events.subscribe(ProbesSettled, handlers.on_probes_settled)
        events.subscribe(ReportReady, handlers.on_new_figures)
        events.subscribe(ReviewLocked, handlers.on_new_figures)
        events.subscribe(ReviewLocked, handlers.on_review_locked)
        registry.register("assessment", services.export, services.erase)
