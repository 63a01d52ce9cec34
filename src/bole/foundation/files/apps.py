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
        sealed = (("files_storedfile", "wrapped_key"), ("files_storedfile", "next_key"))
        for table, column in (*sealed, ("files_upload", "wrapped_key")):
            aad = partial(fields.place, table, column)
            rotation.register(rotation.SealedColumn(table, "id", column, "file", aad))
