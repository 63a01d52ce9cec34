"""Tables: foreign keys point down, rows are scoped, personal data can be shown and removed."""

from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, models

from bole.foundation.keys import fields as sealed
from bole.foundation.privacy import registry
from tests.architecture import house

# Tables with a unit that the log-in must read before anybody is anybody. They hold no candidate.
UNSCOPED = {"access_roleassignment"}

# Staff accounts: kept while the person works for the bank, named in the employment contract.
STAFF = {"access.User", "access.Authenticator"}
PERSONAL = {
    "name",
    "name_zh",
    "name_en",
    "phone",
    "email",
    "address",
    "birthday",
    "id_number",
    "display_name",
}
NOT_PEOPLE = {"org.Unit"}  # names of branches


def own_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("bole.")]


def test_foreign_keys_point_down() -> None:
    upward = [
        f"{model.__name__}.{field.name} → {field.related_model.__name__}"
        for model in own_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey | models.OneToOneField | models.ManyToManyField)
        and field.related_model.__module__.startswith("bole.")
        and house.height(field.related_model.__module__) > house.height(model.__module__)
    ]
    assert upward == []


def is_personal(field: Any) -> bool:
    """Encrypted, or called like something of a person's, or pointing at a candidate."""
    if type(field).__module__ == sealed.__name__:
        return True
    pointer = isinstance(field, models.ForeignKey) and field.name == "candidate"
    return pointer or field.name == "candidate_id" or field.name in PERSONAL


def test_every_capability_with_personal_data_can_show_and_remove_it() -> None:
    registered = {holder.name.split(".")[-1] for holder in registry.holders()}
    missing = {
        f"{model._meta.label} ({field.name})"
        for model in own_models()
        for field in model._meta.get_fields()
        if model._meta.label not in STAFF | NOT_PEOPLE
        and is_personal(field)
        and not field.auto_created
        and model._meta.app_label not in registered
    }
    assert missing == set()


@pytest.mark.django_db
def test_every_table_with_a_unit_or_a_candidate_is_under_forced_row_level_security() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
            "JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname IN ('unit_id', 'candidate_id') "
            "WHERE n.nspname = 'public' AND c.relkind = 'r' AND NOT a.attisdropped "
            "AND NOT (c.relrowsecurity AND c.relforcerowsecurity)"
        )
        open_tables = {row[0] for row in cursor.fetchall()}
    assert open_tables == UNSCOPED


@pytest.mark.django_db
def test_every_scoped_table_was_scoped_by_the_operation_and_can_answer_whether_an_id_exists() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE n.nspname = 'public' AND c.relkind = 'r' AND c.relrowsecurity "
            "AND c.relname NOT IN (SELECT name FROM org_scoped_table)"
        )
        assert {row[0] for row in cursor.fetchall()} == {"audit_line"}


@pytest.mark.django_db
def test_the_application_role_owns_nothing_and_may_not_touch_the_read_only_tables() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_class WHERE relowner = (SELECT oid FROM pg_roles WHERE "
            "rolname = current_user)"
        )
        assert cursor.fetchone() == (0,)
        cursor.execute(
            "SELECT table_name, privilege_type FROM information_schema.role_table_grants WHERE "
            "grantee = current_user AND table_name IN ('audit_line', 'audit_chain', 'django_migrations', "
            "'org_scoped_table') AND privilege_type <> 'SELECT'"
        )
        assert cursor.fetchall() == []


@pytest.mark.django_db
def test_the_backup_role_reads_every_table_and_writes_none() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE "
            "n.nspname = 'public' AND c.relkind = 'r' AND (NOT has_table_privilege('bole_backup', c.oid, "
            "'SELECT') OR has_table_privilege('bole_backup', c.oid, 'INSERT, UPDATE, DELETE'))"
        )
        assert cursor.fetchall() == []


@pytest.mark.django_db
def test_every_change_of_a_model_has_its_migration() -> None:
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)
