from django.apps import AppConfig


class OpinionsConfig(AppConfig):
    name = "bole.hiring.opinions"
    label = "opinions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bole.foundation import events
        from bole.hiring.assessment.events import CandidateTold
        from bole.hiring.interviews.events import InterviewFinished
        from bole.hiring.opinions import handlers, queries
        from bole.hiring.pipeline import services as pipeline
        from bole.hiring.pipeline.events import ApplicationClosed, StageEntered

        pipeline.know_surveys(queries.published_titles)
        events.subscribe(InterviewFinished, handlers.on_interview_finished)
        events.subscribe(StageEntered, handlers.on_stage_entered)
        events.subscribe(CandidateTold, handlers.on_candidate_told)
        events.subscribe(ApplicationClosed, handlers.on_application_closed)
