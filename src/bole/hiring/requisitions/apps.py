from collections.abc import Callable
from uuid import UUID

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RequisitionsConfig(AppConfig):
    name = "bole.hiring.requisitions"
    label = "requisitions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bole.foundation.approvals import kinds
        from bole.hiring.requisitions import policies, services, tasks  # noqa: F401  tasks registers the timer

        kinds.register(
            kinds.Kind(
                key=services.PORTRAIT,
                label=_("Job portrait"),
                permission=policies.APPROVE,
                approved=services.approved,
                refused=services.sent_back,
                withdrawn=services.sent_back,
                page=_page("portraits"),
            )
        )
        kinds.register(
            kinds.Kind(
                key=services.VARIANT,
                label=_("Branch variant"),
                permission=policies.RULE,
                approved=services.variant_approved,
                refused=services.variant_sent_back,
                withdrawn=services.variant_sent_back,
                page=_page("variants"),
            )
        )
        kinds.register(
            kinds.Kind(
                key=services.QUESTION,
                label=_("Question version"),
                permission=policies.APPROVE_QUESTIONS,
                approved=services.question_approved,
                refused=services.question_sent_back,
                withdrawn=services.question_sent_back,
                page=_page("question-versions"),
            )
        )


def _page(what: str) -> Callable[[UUID], str]:
    return lambda object_id: f"/console/{what}/{object_id}/"
