"""HR sees rooms and appointments of their units, a candidate his own appointments."""

from django.db import migrations

from bole.foundation.access import rls


class Migration(migrations.Migration):
    dependencies = [
        ("scheduling", "0001_initial"),
        ("org", "0002_scope_functions"),
    ]

    operations = [
        rls.enable("scheduling_room"),
        rls.enable("scheduling_appointment", candidate_column="candidate_id"),
        rls.enable("scheduling_attendee", candidate_column="candidate_id"),
        rls.enable("scheduling_offeredslot", candidate_column="candidate_id"),
        rls.enable("scheduling_booking", candidate_column="candidate_id"),
    ]
