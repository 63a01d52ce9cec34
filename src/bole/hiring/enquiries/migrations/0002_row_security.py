"""HR sees questions of their units, a candidate his own."""

from django.db import migrations

from bole.foundation.access import rls


class Migration(migrations.Migration):
    dependencies = [
        ("enquiries", "0001_initial"),
        ("org", "0002_scope_functions"),
    ]

    operations = [rls.enable("enquiries_enquiry", candidate_column="candidate_id")]
