"""Views saved earlier lose what was searched for: a name, number or address that outlives an erasure."""

from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.db import migrations

from bole.foundation.access.actors import system_scope

SEARCH = "q"  # the parameter's name when these views were saved
LONGEST = 600  # the column; words once kept unescaped grow when they are escaped


def cleaned(query: str) -> str:
    """The query string without a search; unchanged without any, empty when it no longer fits."""
    pairs = parse_qsl(query, keep_blank_values=True)
    kept = [pair for pair in pairs if pair[0] != SEARCH]
    if len(kept) == len(pairs):
        return query
    rest = urlencode(kept)
    return rest if len(rest) <= LONGEST else ""


def clean(apps: Any, _editor: Any) -> None:
    views = apps.get_model("worklists", "SavedView").objects
    with system_scope("migration"):
        for key, query in views.values_list("pk", "query"):
            if (rest := cleaned(query)) != query:
                views.filter(pk=key).update(query=rest)


class Migration(migrations.Migration):
    dependencies = [("worklists", "0002_row_security")]

    operations = [migrations.RunPython(clean, migrations.RunPython.noop)]
