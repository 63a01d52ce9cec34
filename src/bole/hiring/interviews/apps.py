from django.apps import AppConfig


class InterviewsConfig(AppConfig):
    name = "bole.hiring.interviews"
    label = "interviews"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bole.foundation import events
        from bole.foundation.messaging import policies as messaging
        from bole.foundation.privacy import registry
        from bole.foundation.privacy.events import ConsentWithdrawn
        from bole.hiring.interviews import handlers, services
        from bole.hiring.pipeline.events import ApplicationClosed, StageEntered

        events.subscribe(ApplicationClosed, handlers.on_application_closed)
        events.subscribe(StageEntered, handlers.on_stage_entered)
        events.subscribe(ConsentWithdrawn, handlers.on_consent_withdrawn)
        registry.register("interviews", services.export, services.erase)
        messaging.register_address_book(services.addresses_of)
