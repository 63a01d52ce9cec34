"""Questions to the running product's database, answered in a process of their own."""

from __future__ import annotations

import json
import os
import re
import sys
import traceback
from datetime import timedelta
from typing import Any
from uuid import UUID

from bole.cli import demo_interviews, demo_show, demo_typed, installation
from bole.config import demo_clock
from bole.kernel.clock import utc_now
from tests.journeys import inside_applying, ready


def mailbox() -> demo_interviews.Mailbox:
    return demo_interviews.Mailbox(installation.var_dir() / "mail")


def last_mail() -> int:
    return mailbox().last()


def code(address: str, since: str) -> str:
    return mailbox().wait_for(address, demo_interviews.code_in, int(since))


def apply(job_key: str, language: str = "zh", resume: str = "") -> str:
    """A new applicant for the job at the branch; the application's number."""
    from bole.cli import seed
    from bole.foundation.access.actors import acting_as
    from bole.hiring.candidates import services as candidates
    from bole.hiring.candidates.models import Candidate
    from bole.hiring.pipeline import services as pipeline
    from bole.hiring.requisitions import queries as requisitions

    with acting_as(seed.actor_named(demo_interviews.RECRUITER)) as chief:
        need = requisitions.open_for(chief).filter(job_key=job_key).first()
        number = Candidate.objects.count() + 1
        who = {"name": f"试用者{number}", "email": f"trial.{number}@people.example", "language": language}
        person = candidates.register(unit_id=need.unit_id, now=utc_now(), **who)
        application = pipeline.apply(candidate_id=person.pk, requisition_id=need.pk, now=utc_now())
        if resume:
            candidates.keep_resume(candidate_id=person.pk, text=resume, now=utc_now())
    return str(application.pk)


def opening_with(job_key: str, *addresses: str) -> dict[str, Any]:
    """A new opening at the branch with an applicant in screening for each mail address."""
    from bole.cli import seed
    from bole.foundation.access.actors import acting_as
    from bole.hiring.candidates import services as candidates
    from bole.hiring.pipeline import services as pipeline
    from bole.hiring.requisitions import queries as requisitions
    from bole.hiring.requisitions import services as needs

    with acting_as(seed.actor_named(demo_interviews.RECRUITER)) as chief:
        known = requisitions.open_for(chief).filter(job_key=job_key).first()
        need = needs.open_requisition(unit_id=known.unit_id, job_key=job_key, now=utc_now())
        for number, address in enumerate(addresses, start=1):
            person = candidates.register(
                unit_id=need.unit_id, name=f"批量{number}", email=address, now=utc_now()
            )
            pipeline.apply(candidate_id=person.pk, requisition_id=need.pk, now=utc_now())
    return {"requisition": str(need.pk)}


def opening_of(application: str) -> str:
    return str(_application(application).requisition_id)


def name_of(application: str) -> str:
    return str(_application(application).candidate.name)


def moves_of(application: str) -> int:
    return len(_application(application).transitions.all())


def _application(number: str) -> Any:
    from bole.foundation.access.actors import system_scope
    from bole.hiring.pipeline.models import Application

    with system_scope("journeys"):
        found = Application.objects.select_related("candidate").prefetch_related("transitions")
        return found.get(pk=number)


def invite(
    job_key: str, language: str = "zh", typed: str = "", probes: str = "0", resume: str = ""
) -> dict[str, str]:
    """The same, invited by the head office; without follow-up questions unless a journey is about them."""
    application = UUID(apply(job_key, language, resume))
    wishes = {"typed": True} if typed else None
    invited = demo_interviews.invite(application, mailbox(), utc_now(), wishes)
    _ask_at_most(int(probes), invited.interview_id)
    return {"interview": str(invited.interview_id), "address": invited.address, "link": invited.link}


def _ask_at_most(probes: int, interview_id: Any) -> None:
    """As if the guide said so."""
    from bole.foundation.access.actors import system_scope
    from bole.hiring.interviews.models import Interview

    with system_scope("journeys"):
        interview = Interview.objects.get(pk=interview_id)
        interview.guide["probes"] = probes
        interview.save(update_fields=["guide"])


def report(interview: str) -> dict[str, Any]:
    return demo_show.summary(interview)  # type: ignore[arg-type]  # Django takes the text of an id


def reports(job_key: str) -> list[str]:
    """Up to three reports of a job, newest first."""
    from bole.foundation.access.actors import system_scope
    from bole.hiring.assessment.models import Report

    with system_scope("journeys"):
        found = Report.objects.filter(latest=True, requisition__job_key=job_key).order_by("-created_at")
        return [str(one) for one in found.values_list("pk", flat=True)[:3]]


def totp(username: str) -> str:
    return next(one["code"] for one in demo_show.logins() if one["username"] == username)


def answers(interview: str) -> list[dict[str, Any]]:
    """Answers with their recordings, and how many seconds of sound each stored file really holds."""
    import tempfile
    from pathlib import Path

    from bole.foundation.access.actors import system_scope
    from bole.foundation.files import queries as files
    from bole.hiring.interviews.models import Answer
    from tests.journeys.media import decoded_seconds

    found = []
    with system_scope("journeys"), tempfile.TemporaryDirectory() as folder:
        for answer in Answer.objects.filter(interview_id=interview).prefetch_related("recordings"):
            recordings = answer.recordings.filter(attempt=answer.attempt).exclude(file_id=None)
            seconds = [decoded_seconds(Path(files.materialise(r.file_id, Path(folder)))) for r in recordings]
            declared = [r.declared_seconds for r in recordings]
            about = {"key": answer.question_key, "state": answer.state, "kind": answer.kind}
            found.append(about | {"decoded": seconds, "declared": declared})
    return found


def runs(interview: str) -> list[dict[str, Any]]:
    """Analysis runs of an interview."""
    from bole.foundation.access.actors import system_scope
    from bole.hiring.analysis.models import AnalysisRun

    with system_scope("journeys"):
        return list(
            AnalysisRun.objects.filter(answer__interview_id=interview).values(
                "stage", "state", "error_code", "attempts"
            )
        )


def running(interview: str) -> bool:
    """Whether a worker is hearing this interview's answer now, and has got somewhere."""
    return any(run["stage"] == "speech" and run["state"] == "running" for run in runs(interview))


def result_hash(interview: str) -> str:
    """The hash over the first answer's scorecard; empty while it is not rated."""
    from bole.foundation.access.actors import system_scope
    from bole.hiring.assessment.models import AnswerRating

    with system_scope("journeys"):
        found = AnswerRating.objects.filter(interview_id=interview).order_by("answer__ordinal").first()
        return found.hash if found else ""


def staging_dir() -> str:
    """Where parts of running uploads are kept."""
    from bole.foundation.files import staging

    return str(staging.root())


def denials(object_id: str) -> int:
    """How many audit lines tell that this object was refused to somebody."""
    from bole.foundation.access.actors import system_scope
    from bole.foundation.audit.models import AuditLine

    with system_scope("journeys"):
        return AuditLine.objects.filter(verb__contains="denied", object_id=object_id).count()


def survey(interview: str) -> str:
    """The ready-made survey, published and sent to the candidate of that interview; the path of the link."""
    from bole.cli import seed
    from bole.foundation.access.actors import acting_as, system_scope
    from bole.foundation.surveys import queries as surveys
    from bole.foundation.surveys import services as sheets
    from bole.foundation.surveys.models import SurveyInvitation
    from bole.hiring.interviews import queries as interviews
    from bole.hiring.opinions import services

    with acting_as(seed.actor_named(demo_interviews.RECRUITER)) as chief:
        head = chief.unit_ids[0]
        made = sheets.take_over(owner_id=head, library_key="after-interview", now=utc_now())
        sheets.publish(survey_id=made.pk, now=utc_now())
        sheets.bind(
            survey_id=made.pk, place_id=head, event="interview.finished", delay_minutes=0, now=utc_now()
        )
    with system_scope("journey"):
        found = interviews.get(UUID(interview))
        services.ask(event="interview.finished", unit_id=found.unit_id, interview_id=found.pk, now=utc_now())
        row = SurveyInvitation.objects.get(survey=made)
        services.send(invitation_id=row.pk, candidate_id=found.candidate_id, now=utc_now())
    return f"/survey/{surveys.token_of(row)}/"


def typed(resume: str = "") -> dict[str, str]:
    """An applicant for the teller's job who typed strong answers; the report is there."""
    application = UUID(apply("teller", "zh", resume))
    invited = demo_interviews.invite(application, mailbox(), utc_now(), {"typed": True})
    _ask_at_most(0, invited.interview_id)
    demo_typed.take(invited, os.environ["BOLE_PUBLIC_URL"], mailbox(), lambda _said: None)
    found = _application(str(application))
    return {
        "application": str(application),
        "interview": str(invited.interview_id),
        "address": invited.address,
        "candidate": str(found.candidate_id),
        "name": invited.name,
    }


def personal_page(address: str) -> str | None:
    """The address of the person's own page, from the newest mail that names it."""
    folder = installation.var_dir() / "mail"
    for path in sorted(folder.glob("*.eml"), reverse=True):
        text = demo_interviews.body_of(path, address) or ""
        if found := re.search(r"https?://[^\s\"<]+/me/[0-9a-f]+/", text):
            return found.group(0)
    return None


def newest_code(address: str, since: str) -> str | None:
    """The newest six digits sent to that address after the mail with that number."""
    folder = installation.var_dir() / "mail"
    for path in sorted(folder.glob("*.eml"), reverse=True):
        if int(path.stem) <= int(since):
            return None
        text = re.sub(
            r"https?://\S+", "", demo_interviews.body_of(path, address) or ""
        )  # a link has digits too
        if found := demo_interviews.code_in(text):
            return found
    return None


def told(words: str) -> int:
    """How many messages of that template are in the outbox."""
    from bole.foundation.access.actors import system_scope
    from bole.foundation.messaging.models import OutboxMessage

    with system_scope("journeys"):
        return OutboxMessage.objects.filter(template=words).count()


def stage_of(application: str) -> str:
    return str(_application(application).stage)


def employees(candidate: str) -> list[str]:
    """The states of all employee records of this person."""
    from bole.foundation.access.actors import system_scope
    from bole.workforce.employees.models import Employee

    with system_scope("journeys"):
        return list(Employee.objects.filter(candidate_id=candidate).values_list("state", flat=True))


def signed_letter(candidate: str) -> str | None:
    """The sealed letter of this person, written to a file; None before it is sealed."""
    from bole.foundation.access.actors import system_scope
    from bole.foundation.signing import queries
    from bole.foundation.signing.models import SignedDocument

    target = installation.var_dir() / "signed.pdf"
    with system_scope("journeys"):
        found = SignedDocument.objects.filter(candidate_id=candidate).first()
        if found is None:
            return None
        target.write_bytes(queries.open_pdf(found.pk))
    return str(target)


def pass_days(count: str) -> str:
    """Let days pass in the whole demo bank."""
    return pass_hours(str(24 * int(count)))


def pass_hours(count: str) -> str:
    """Let hours pass in the whole demo bank."""
    return str(demo_clock.move_on(installation.var_dir(), timedelta(hours=int(count))))


def quiet(interview: str) -> str:
    """No follow-up questions in this interview."""
    _ask_at_most(0, interview)
    return interview


QUESTIONS = {
    function.__name__: function
    for function in (
        last_mail, code, apply, opening_with, invite, report, reports, totp, answers, runs, running,
        result_hash, staging_dir, denials, opening_of, name_of, moves_of, survey,
        typed, personal_page, newest_code, told, stage_of, employees, signed_letter, pass_days,
        ready.at_checks,
        pass_hours, quiet, *inside_applying.QUESTIONS,
    )
}  # fmt: skip


def main() -> None:
    """Answer until nobody asks any more. Connections are not kept: a journey restarts the database."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    os.dup2(2, 1)  # what the product prints is no answer
    installation.set_up_django()
    from django.db import connections

    for line in sys.stdin:
        question, *words = json.loads(line)
        try:
            said = {"answer": QUESTIONS[question](*words)}
        except Exception:  # whatever it is, the journey that asked shows it
            said = {"error": traceback.format_exc()}
        connections.close_all()
        out.write(json.dumps(said, default=str) + "\n")


if __name__ == "__main__":
    main()
