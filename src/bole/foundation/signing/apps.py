from functools import partial

from django.apps import AppConfig


class SigningConfig(AppConfig):
    name = "bole.foundation.signing"
    label = "signing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bole.foundation.keys import fields, rotation
        from bole.foundation.privacy import registry
        from bole.foundation.signing import holding

        registry.register("signing", holding.export, holding.erase)
        aad = partial(fields.place, "signing_authority", "sealed_key")
        rotation.register(rotation.SealedColumn("signing_authority", "id", "sealed_key", "signing", aad))
