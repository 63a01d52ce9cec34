from functools import partial

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "bole.foundation.files"
    label = "files"

    def ready(self) -> None:
        from bole.foundation.files import holding
        from bole.foundation.keys import fields, rotation
        from bole.foundation.privacy import journal, registry

        registry.register("files", holding.export, holding.erase, holding.attach)
        journal.register("file", holding.erased_files, holding.erase_again)
        for table in ("files_storedfile", "files_upload"):
            aad = partial(fields.place, table, "wrapped_key")
            rotation.register(rotation.SealedColumn(table, "id", "wrapped_key", "file", aad))
