"""Members from other branches see the one application, its interview and their panel, until the panel ends."""

import django.db.models.deletion
from django.db import migrations, models

from bole.foundation.access import rls


class Migration(migrations.Migration):

    dependencies = [
        ('access', '0006_guest_pass'),
        ('assessment', '0008_blind_raters'),
        ('candidates', '0002_row_security'),
        ('files', '0002_rls'),
        ('interviews', '0002_row_security'),
        ('panels', '0003_clock_stands_still'),
        ('pipeline', '0002_row_security'),
        ('requisitions', '0002_row_security'),
        ('scheduling', '0002_row_security'),
        ('viewings', '0002_row_security'),
    ]

    operations = [
        migrations.AddField(
            model_name='seat',
            name='guest_of',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit'),
        ),
        rls.open_to_guests("panels_panel", "id", writes=True),
        rls.open_to_guests("panels_seat", "panel_id", writes=True),
        rls.open_to_guests("panels_card", "panel_id", writes=True),
        rls.open_to_guests("panels_consensus", "panel_id"),
        rls.open_to_guests("pipeline_application", "id"),
        rls.open_to_guests("requisitions_requisition", "id"),
        rls.open_to_guests("candidates_candidate", "id"),
        rls.open_to_guests("interviews_interview", "id"),
        rls.open_to_guests("interviews_interviewassignment", "interview_id"),
        rls.open_to_guests("interviews_answer", "interview_id"),
        rls.open_to_guests("interviews_recording", "answer_id"),
        rls.open_to_guests("files_storedfile", "id"),
        rls.open_to_guests("files_fileopening", "file_id", writes=True),
        rls.open_to_guests("assessment_report", "interview_id"),
        rls.open_to_guests("assessment_blindrater", "about_id", writes=True),
        rls.open_to_guests("viewings_viewing", "interview_id", writes=True),
        rls.open_to_guests("viewings_watcher", "viewing_id", writes=True, through=("viewings_viewing", "interview_id")),
        rls.open_to_guests("scheduling_appointment", "about_id"),
        rls.open_to_guests("scheduling_attendee", "appointment_id", through=("scheduling_appointment", "about_id")),
    ]
