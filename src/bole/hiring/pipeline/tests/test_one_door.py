"""Two connections at once, and the database's own part in keeping the door."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from tests.support.together import together

from bole.foundation.access.actors import acting_as, system_scope
from bole.hiring.conftest import NOW, Cast
from bole.hiring.pipeline import services
from bole.hiring.pipeline.models import Application, ProcessVersion, Transition
from bole.kernel.errors import ConflictError


@pytest.mark.django_db(transaction=True)
def test_of_concurrent_moves_exactly_one_wins(cast: Cast) -> None:
    """Two people and two different decisions, on real connections, five rounds of them."""

    def act(verb: str, actor: Any, version: int, **more: Any) -> Callable[[], Any]:
        def work() -> Any:
            with acting_as(actor):
                return getattr(services, verb)(
                    application_id=cast.application_id,
                    actor=actor,
                    expected_version=version,
                    now=timezone.now(),
                    reason="opening_filled",
                    **more,
                )

        return work

    rounds = [
        (("hold", {}), ("advance", {"to": "ai_interview"})),
        (("decline", {}), ("hold", {})),
        (("decline", {}), ("reopen", {})),
    ]
    version = 1
    for (first, more), (second, others) in rounds:
        with system_scope("test"):
            _stand(cast, "screening", version)
        found = together(
            act(first, cast.hr, version, **more),
            act(second, cast.chief, version, **others),
            act(first, cast.chief, version, **more),
        )
        won = [one for one in found if isinstance(one, Application)]
        lost = [one for one in found if isinstance(one, ConflictError)]
        assert (len(won), len(lost)) == (1, 2), found
        with system_scope("test"):
            now_at = Application.objects.get()
            assert now_at.version == version + 1
            assert Transition.objects.filter(version=version + 1).count() == 1
        version += 2


def _stand(cast: Cast, stage: str, version: int) -> None:
    """Bring the application back to where the round begins, as the door would write it."""
    application = Application.objects.get()
    while application.version < version:
        left = application.stage
        application.version += 1
        application.stage, application.outcome, application.held_at = stage, "", None
        with transaction.atomic():
            application.save()
            Transition.objects.create(
                unit_id=application.unit_id,
                application=application,
                candidate_id=cast.candidate_id,
                from_stage=left,
                to_stage=stage,
                reason="test",
                actor_kind="system",
                version=application.version,
                at=NOW,
            )


CHANGES: list[dict[str, Any]] = [
    {"stage": "panel"},
    {"stage": "panel", "version": 2},
    {"outcome": "declined", "stage": "closed", "version": 2},
    {"held_at": NOW},
    {"process_version": 7},
    {"version": 3},
]


@pytest.mark.django_db
def test_the_database_refuses_a_change_without_its_row(cast: Cast) -> None:
    for change in CHANGES:
        with (
            system_scope("test"),
            pytest.raises(IntegrityError, match="without its transition"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            Application.objects.filter(pk=cast.application_id).update(**change)
            cursor.execute("SET CONSTRAINTS application_one_door IMMEDIATE")  # as the commit would
    with cast.acting("hr"), connection.cursor() as cursor:
        services.hold(
            application_id=cast.application_id, actor=cast.hr, reason="x", expected_version=1, now=NOW
        )
        cursor.execute("SET CONSTRAINTS application_one_door IMMEDIATE")  # what the door writes passes
        assert Application.objects.get().version == 2


@pytest.mark.django_db
def test_a_published_process_is_never_changed(cast: Cast) -> None:
    row = ProcessVersion.objects.get(key="bank-standard", number=1)
    for attempt in (
        lambda: ProcessVersion.objects.filter(pk=row.pk).update(body={}),
        lambda: ProcessVersion.objects.filter(pk=row.pk).delete(),
    ):
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
            attempt()
