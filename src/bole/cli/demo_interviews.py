"""The demo's sample candidates: invited by HR, then walked through the pages, one thread each."""

from __future__ import annotations

import email
import email.policy
import re
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from bole.cli.visitor import CandidateVisit, Visitor
from bole.kernel.errors import BoleError, NotFoundError

if TYPE_CHECKING:
    from bole.cli.seed import Planted

RECRUITER = "heqian"  # the seed's HR of the head office
MAIL_SECONDS = 60.0
ANALYSIS_SECONDS = 900.0  # a slow machine hears four answers in that time
CODE = re.compile(r"(?<!\d)(\d{6})(?!\d)")
Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Clip:
    """A recording to answer with, and its length as the browser would report it."""

    file: str
    seconds: float


Sample = Mapping[str, Clip]  # question key → what the candidate answers

COMPLAINT = Clip("teller-complaint-strong.webm", 53.7)
RAMBLING = Clip("teamwork-experience-rambling.webm", 44.9)
ENGLISH = Clip("teamwork-experience-english.webm", 51.4)
ELDERLY = Clip("rm-elderly-product-strong.webm", 57.9)
# The first applicant of each of these jobs is interviewed.
SAMPLES: Mapping[str, Sample] = {
    "teller": {"teller-complaint": COMPLAINT, "teamwork-experience": RAMBLING},
    "relationship-manager": {"rm-elderly-product": ELDERLY, "teamwork-experience": ENGLISH},
}


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation that was sent."""

    interview_id: UUID
    name: str
    address: str
    link: str


class Mailbox:
    """Reads what the catcher kept, as the candidate would read her mail."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def wait_for(self, address: str, wanted: Callable[[str], str | None], since: int) -> str:
        """The first ``wanted`` found in mails to ``address`` numbered above ``since``."""
        deadline = time.monotonic() + MAIL_SECONDS
        while time.monotonic() < deadline:
            for path in self._newer(since):
                text = body_of(path, address)
                if text is not None and (found := wanted(text)):
                    return found
            time.sleep(0.2)
        raise NotFoundError(f"no mail to {address} arrived within {MAIL_SECONDS:.0f} s; see {self._folder}")

    def last(self) -> int:
        """Number of the newest mail."""
        return max((int(path.stem) for path in self._folder.glob("*.eml")), default=0)

    def _newer(self, since: int) -> list[Path]:
        return sorted(path for path in self._folder.glob("*.eml") if int(path.stem) > since)


def body_of(path: Path, address: str) -> str | None:
    """The plain text of a mail, when it went to ``address``."""
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    if address not in str(message["To"]):
        return None
    part = message.get_body(("plain", "html"))
    return None if part is None else str(part.get_content())


def link_in(text: str) -> str | None:
    """The invitation link of a mail."""
    found = re.search(r"https?://\S+/i/[^\s/]+/", text)
    return found.group(0) if found else None


def code_in(text: str) -> str | None:
    """The one-time code of a mail."""
    found = None if link_in(text) else CODE.search(text)
    return found.group(1) if found else None


def chosen(applications: Iterable[Planted]) -> list[tuple[Planted, Sample]]:
    """Who is interviewed in the demo, and with which clips."""
    first: dict[str, Planted] = {}
    for one in applications:
        first.setdefault(one.job_key, one)
    return [(first[job], sample) for job, sample in SAMPLES.items()]


def invite(
    application_id: UUID, mailbox: Mailbox, now: datetime, accommodations: Mapping[str, Any] | None = None
) -> Invited:
    """Invite an applicant in the name of the demo's HR; the link is read from the caught mail."""
    from bole.cli import seed
    from bole.foundation.access.actors import acting_as
    from bole.hiring.candidates import queries as candidates
    from bole.hiring.interviews import services

    since = mailbox.last()
    with acting_as(seed.actor_named(RECRUITER)):
        interview, _token = services.invite(
            application_id=application_id,
            opens_at=now,
            closes_at=now + timedelta(days=7),
            now=now,
            accommodations=accommodations,
        )
        services.assign(interview_id=interview.pk, user_id=seed.user_id("zhoumingyuan"), now=now)
        contact = candidates.contact(interview.candidate_id)
    link = mailbox.wait_for(contact.email, link_in, since)
    return Invited(interview.pk, contact.name, contact.email, link)


def take(
    invited: Invited, sample: Sample, clips: Path, base_url: str, mailbox: Mailbox, report: Report
) -> None:
    """One candidate from the link to "I am finished"."""

    def code() -> str:
        return mailbox.wait_for(invited.address, code_in, since)

    with Visitor(base_url, verify=False) as visitor:
        visit = CandidateVisit(visitor, invited.link, code)
        since = mailbox.last()
        visit.enter()
        report(f"{invited.name}: link and one-time code accepted")
        visit.agree()
        visit.check_device()
        report(f"{invited.name}: consents given, device checked")
        keys = [question["key"] for question in visit.state()["questions"]]
        for number, key in enumerate(keys, start=1):
            clip = sample.get(key)
            if clip is None:
                raise NotFoundError(f"the demo has no clip for {key}")
            visit.answer_with_clip(key, number, clips / clip.file, clip.seconds)
            report(f"{invited.name}: answer {number} of {len(keys)} sent ({key})")
        for probe in visit.probes(ANALYSIS_SECONDS):
            visit.leave_probe(probe["ordinal"])
            report(f"{invited.name}: asked for one more detail, and left it out")
        visit.finish()
        report(f"{invited.name}: handed in")


def take_all(takes: Sequence[Callable[[], None]], tend: Callable[[Callable[[], bool]], None]) -> None:
    """All candidates at once, while ``tend`` keeps the servers alive; the first failure is raised."""
    with ThreadPoolExecutor(len(takes)) as pool:
        visits: list[Future[None]] = [pool.submit(one) for one in takes]
        tend(lambda: all(visit.done() for visit in visits))
        for visit in visits:
            if visit.done() and (error := visit.exception()):
                raise BoleError(f"a visit failed: {error}") from error
