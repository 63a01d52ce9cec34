from django.apps import AppConfig


class PipelineConfig(AppConfig):
    name = "bole.hiring.pipeline"
    label = "pipeline"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bole.foundation import events
        from bole.foundation.privacy import registry
        from bole.foundation.privacy.events import PersonErased
        from bole.hiring.pipeline import handlers, holding, versions
        from bole.hiring.requisitions import services as requisitions

        requisitions.know_processes(versions.titles)
        events.subscribe(PersonErased, handlers.on_person_erased)
        registry.register("pipeline", holding.export, holding.erase)
