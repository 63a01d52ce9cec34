"""Passes of guests, and the question the policies ask: which rows the actor's passes name."""

import bole.kernel.ids
import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

FORWARD = """
CREATE FUNCTION bole_guest_things() RETURNS SETOF uuid LANGUAGE sql STABLE PARALLEL SAFE ROWS 20 AS
$$ SELECT unnest(p.things) FROM public.access_guestpass p
   WHERE p.user_id = CASE WHEN public.bole_actor_kind() = 'user'
                          THEN nullif(current_setting('bole.actor_id', true), '')::uuid END $$;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('access', '0005_hiring_manager'),
        ('org', '0002_scope_functions'),
    ]

    operations = [
        migrations.CreateModel(
            name='GuestPass',
            fields=[
                ('id', models.UUIDField(default=bole.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('about_id', models.UUIDField()),
                ('things', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None)),
                ('given_at', models.DateTimeField()),
                ('host', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user', 'about_id'), name='access_one_pass_each')],
            },
        ),
        migrations.RunSQL(FORWARD, "DROP FUNCTION bole_guest_things()"),
    ]
