"""The second wall: PostgreSQL itself shows an actor only the requests of his units."""

from django.db import migrations

from bole.foundation.access import rls


class Migration(migrations.Migration):
    dependencies = [("approvals", "0001_initial"), ("org", "0002_scope_functions")]

    operations = [
        rls.enable("approvals_approvalrequest"),
        rls.enable("approvals_approvalstep"),
    ]
