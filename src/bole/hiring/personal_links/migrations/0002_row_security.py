"""HR sees links and codes of their units, a person his own."""

from django.db import migrations

from bole.foundation.access import rls


class Migration(migrations.Migration):
    dependencies = [
        ("personal_links", "0001_initial"),
        ("org", "0002_scope_functions"),
    ]

    operations = [
        rls.enable("personal_links_personallink", candidate_column="candidate_id"),
        rls.enable("personal_links_onetimecode", candidate_column="candidate_id"),
    ]
