from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ScreeningConfig(AppConfig):
    name = "bole.hiring.screening"
    label = "screening"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bole.foundation import events
        from bole.foundation.privacy import registry
        from bole.foundation.ui import panels
        from bole.hiring.candidates.events import CandidatesMerged, ResumeParsed
        from bole.hiring.pipeline.events import StageEntered
        from bole.hiring.requisitions.events import PortraitChanged, ProcessChanged
        from bole.hiring.screening import handlers, holding, panel, policies

        assert policies.VIEW  # declared before the first view is checked
        events.subscribe(ResumeParsed, handlers.on_resume_parsed)
        events.subscribe(CandidatesMerged, handlers.on_candidates_merged)
        events.subscribe(StageEntered, handlers.on_stage_entered)
        events.subscribe(PortraitChanged, handlers.on_portrait_changed)
        events.subscribe(ProcessChanged, handlers.on_process_changed)
        panels.register("screening", _("Screening"), policies.VIEW, panel.of, order=30)
        registry.register("screening", holding.export, holding.erase)
