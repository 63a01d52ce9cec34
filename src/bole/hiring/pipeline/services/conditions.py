"""What must be so before an application may leave a stage or enter one: one function per word of
``rules.CONDITIONS``."""

from collections.abc import Callable, Mapping

from bole.foundation.access.actors import Actor, system_scope
from bole.foundation.privacy import queries as privacy
from bole.hiring.candidates import queries as candidates
from bole.hiring.pipeline import rules
from bole.hiring.pipeline.models import Application, Proposal, Transition
from bole.hiring.pipeline.rules import Process
from bole.kernel.errors import ConflictError

Check = Callable[[Application, Actor], bool]


def _contact(application: Application, _actor: Actor) -> bool:
    contact = candidates.contact(application.candidate_id)
    return bool(contact.email or contact.phone)


def _resume(application: Application, _actor: Actor) -> bool:
    return candidates.resume_of(application.candidate_id) is not None


def _consent(application: Application, _actor: Actor) -> bool:
    """Any purpose granted and not taken back: the person knows of the bank's use of his data and agreed."""
    return any(decision.holds for decision in privacy.consents(application.candidate_id).values())


def _report(application: Application, _actor: Actor) -> bool:
    """A step has left a report: each one proposes."""
    return Proposal.objects.filter(application=application, report_id__isnull=False).exists()


def _other_person(application: Application, actor: Actor) -> bool:
    """Not whoever moved it here: two people have looked."""
    last = Transition.objects.filter(application=application, to_stage=application.stage).order_by("version")
    brought = last.exclude(from_stage=application.stage).last()
    return brought is None or brought.actor_user_id is None or brought.actor_user_id != actor.id


CHECKS: Mapping[str, Check] = {
    "contact": _contact,
    "resume": _resume,
    "consent": _consent,
    "report": _report,
    "other_person": _other_person,
}


def unmet(application: Application, process: Process, to: str, actor: Actor) -> list[str]:
    """The words of the rules that keep it from moving ``to``, first of the way out, then of the way in."""
    asked = (*process.stage(application.stage).exit, *process.stage(to).entry)
    with system_scope("conditions of a stage", application.unit_id):
        return [word for word in dict.fromkeys(asked) if not CHECKS[word](application, actor)]


def check(application: Application, process: Process, to: str, actor: Actor) -> None:
    """ConflictError (``condition_`` and the first word that is not met)."""
    missing = unmet(application, process, to, actor)
    if missing:
        raise ConflictError(
            f"{application.stage} → {to} needs {', '.join(missing)}", code=f"condition_{missing[0]}"
        )


assert set(CHECKS) == set(rules.CONDITIONS)
