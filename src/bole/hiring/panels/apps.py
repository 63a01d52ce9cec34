from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PanelsConfig(AppConfig):
    name = "bole.hiring.panels"
    label = "panels"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bole.foundation import events
        from bole.foundation.privacy import registry
        from bole.foundation.ui import panels
        from bole.foundation.ui import todo as register
        from bole.hiring.assessment.events import ReportReady
        from bole.hiring.panels import handlers, holding, panel, policies, queries, todo
        from bole.hiring.pipeline import services as pipeline
        from bole.hiring.pipeline.events import StageEntered
        from bole.hiring.scheduling import events as appointments

        events.subscribe(StageEntered, handlers.on_stage_entered)
        events.subscribe(ReportReady, handlers.on_report_ready)
        events.subscribe(appointments.AppointmentCancelled, handlers.on_appointment)
        events.subscribe(appointments.AppointmentConfirmed, handlers.on_appointment)
        events.subscribe(appointments.AppointmentMissed, handlers.on_appointment)
        events.subscribe(appointments.AppointmentMoved, handlers.on_appointment)
        pipeline.keep_gate("panel", queries.gate)
        panels.register("panels", _("Panel interviews"), policies.VIEW, panel.of, order=30)
        register.register("panels.cards", todo.cards)
        register.register("panels", todo.panels)
        registry.register("panels", holding.export, holding.erase)
