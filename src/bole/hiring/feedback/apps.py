from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "bole.hiring.feedback"
    label = "feedback"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bole.foundation import events
        from bole.foundation.privacy import registry
        from bole.hiring.assessment.events import ReportReady, ReviewLocked
        from bole.hiring.feedback import handlers, services
        from bole.hiring.interviews.events import InterviewFinished
        from bole.hiring.pipeline.events import StageEntered

        events.subscribe(InterviewFinished, handlers.on_interview_finished)
        events.subscribe(ReportReady, handlers.on_report_ready)
        events.subscribe(ReviewLocked, handlers.on_review_locked)
        events.subscribe(StageEntered, handlers.on_stage_entered)
        registry.register("feedback", services.export, services.erase)
