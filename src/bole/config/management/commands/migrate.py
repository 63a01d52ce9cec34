"""Django's migrate without the garbage collector.

While it renders the models of every step, hundreds of thousands of objects live and nothing is garbage: the
collector went through them again and again, for a third of the time.
"""

import gc
from typing import Any

from django.core.management.commands import migrate


class Command(migrate.Command):
    """The same command, wherever Django is asked to migrate."""

    def execute(self, *args: Any, **options: Any) -> Any:
        """Migrate; the collector is on again afterwards, where it was on."""
        was_on = gc.isenabled()
        gc.disable()
        try:
            return super().execute(*args, **options)
        finally:
            if was_on:
                gc.enable()
