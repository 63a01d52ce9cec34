from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccessConfig(AppConfig):
    name = "bole.foundation.access"
    label = "access"

    def ready(self) -> None:
        from bole.foundation.access import checks, grants, signals

        signals.connect()
        checks.register_all()
        post_migrate.connect(grants.refresh, sender=self, dispatch_uid="access.grants")
