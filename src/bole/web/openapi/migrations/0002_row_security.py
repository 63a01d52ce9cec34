"""The second wall for calling systems and their calls."""

from django.db import migrations

from bole.foundation.access import rls


class Migration(migrations.Migration):
    dependencies = [
        ("openapi", "0001_initial"),
        ("org", "0002_scope_functions"),
    ]

    operations = [rls.enable("openapi_apiclient"), rls.enable("openapi_apicall")]
