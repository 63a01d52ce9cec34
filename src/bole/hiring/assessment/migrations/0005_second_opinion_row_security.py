"""Second opinions are seen by their unit only; a candidate asks for his through the export."""

from django.db import migrations

from bole.foundation.access import rls


class Migration(migrations.Migration):
    dependencies = [
        ("assessment", "0004_second_opinion"),
        ("org", "0002_scope_functions"),
    ]

    operations = [
        rls.enable("assessment_secondraterswitch"),
        rls.enable("assessment_secondopinion"),
    ]
