from django.apps import AppConfig


class EnquiriesConfig(AppConfig):
    name = "bole.hiring.enquiries"
    label = "enquiries"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bole.foundation.privacy import registry
        from bole.hiring.enquiries import handlers, holding  # noqa: F401  handlers registers the timers

        registry.register("enquiries", holding.export, holding.erase)
