from django.apps import AppConfig


class CalibrationConfig(AppConfig):
    name = "bole.hiring.calibration"
    label = "calibration"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bole.foundation import events
        from bole.foundation.privacy import registry
        from bole.hiring.assessment.events import ReportReady, ReviewLocked
        from bole.hiring.calibration import handlers, services

        events.subscribe(ReportReady, handlers.on_report_ready)
        events.subscribe(ReviewLocked, handlers.on_review_locked)
        registry.register("calibration", services.export, services.erase)
