"""One-time codes stand with personal links now. Those on their way hold ten minutes at most; none is carried over."""

from django.db import migrations

from bole.foundation.access import rls


class Migration(migrations.Migration):
    dependencies = [
        ("interviews", "0011_zone"),
        ("personal_links", "0002_row_security"),
    ]

    operations = [
        rls.retire("interviews_onetimecode", candidate_column="candidate_id"),
        migrations.DeleteModel(name="OneTimeCode"),
    ]
