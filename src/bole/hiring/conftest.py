"""The shared cast of the hiring tests: a bank, its people, a candidate, an application, an invitation."""

import copy
import hashlib
import json
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

if TYPE_CHECKING:
    from tests.support.bank import Bank

NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


@dataclass
class Cast:
    """Who takes part. ``east`` is the branch where everything happens, ``west`` the other one."""

    bank: "Bank"
    hr: Any
    chief: Any
    west_hr: Any
    interviewer: Any
    auditor: Any
    it_admin: Any
    requisition_id: UUID
    candidate_id: UUID
    application_id: UUID

    def acting(self, who: str) -> AbstractContextManager[Any]:
        """Act as one of the cast."""
        from bole.foundation.access.actors import acting_as

        return acting_as(getattr(self, who))


@pytest.fixture
def cast(bank: "Bank") -> Cast:
    """The cast; the application stands in screening."""
    return build_cast(bank)


def build_cast(bank: "Bank") -> Cast:
    from bole.foundation.access.actors import acting_as
    from bole.foundation.access.queries import actor_for
    from bole.hiring.candidates import services as candidates
    from bole.hiring.pipeline import services as pipeline
    from bole.hiring.requisitions import services as requisitions

    people = {
        "hr": actor_for(bank.user("branch_hr", bank.east)),
        "chief": actor_for(bank.user("head_office_hr", bank.head)),
        "west_hr": actor_for(bank.user("branch_hr", bank.west)),
        "interviewer": actor_for(bank.user("interviewer", bank.east)),
        "auditor": actor_for(bank.user("auditor", bank.head)),
        "it_admin": actor_for(bank.user("it_admin", bank.head)),
    }
    with acting_as(people["hr"]):
        requisition = requisitions.open_requisition(unit_id=bank.east.pk, job_key="teller", now=NOW)
        candidate = candidates.register(
            unit_id=bank.east.pk, name="林小禾", phone="13800001111", email="lin@example.org", now=NOW
        )
        application = pipeline.apply(candidate_id=candidate.pk, requisition_id=requisition.pk, now=NOW)
    return Cast(
        bank=bank,
        requisition_id=requisition.pk,
        candidate_id=candidate.pk,
        application_id=application.pk,
        **people,
    )


@dataclass
class Invited:
    """An invitation and its candidate."""

    cast: Cast
    interview: Any
    token: str

    @property
    def id(self) -> UUID:
        found: UUID = self.interview.pk
        return found

    def candidate(self) -> AbstractContextManager[Any]:
        """Act as the candidate who passed the code."""
        from bole.foundation.access.actors import acting_as
        from bole.hiring.interviews import queries

        return acting_as(queries.candidate_actor(self.interview))


@pytest.fixture
def invited(cast: Cast) -> Invited:
    """An open invitation without accommodations."""
    return invite(cast)


def invite(cast: Cast, *, probes: int = 0, **more: Any) -> Invited:
    """Without follow-up questions, unless a test is about them."""
    from bole.hiring.interviews import services

    with cast.acting("hr"):
        interview, token = services.invite(
            application_id=cast.application_id,
            opens_at=NOW,
            closes_at=NOW + timedelta(days=7),
            now=NOW,
            **more,
        )
        interview.guide["probes"] = probes
        interview.save(update_fields=["guide"])
    return Invited(cast, interview, token)


@pytest.fixture
def soon() -> Iterator[None]:
    """The product's own clock two hours after ``NOW`` and going on from there, whenever the tests run: for
    pages and tasks that read it themselves while the cast lives around ``NOW``."""
    from bole.kernel import clock

    ahead = NOW + timedelta(hours=2) - datetime.now(UTC)
    clock.run_ahead(lambda: ahead)
    yield
    clock.run_ahead(None)


@pytest.fixture(autouse=True)
def _files_in_tmp(settings: Any, tmp_path: Any) -> None:
    """Uploaded bytes of a test lie in its own directory."""
    settings.FILES_DIR = tmp_path / "files"
    return


_rated: dict[str, Any] = {}


@pytest.fixture(autouse=True)
def _rate_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real rating, kept per input for the run: it is deterministic, and perturbing takes its time."""
    from bole.measurement import api

    real = api.assess

    def remembered(question: Any, seen: Any, **more: Any) -> Any:
        name = question if isinstance(question, str) else f"{question.sha256} {question.asked}"
        key = json.dumps([name, seen.to_json(), more], ensure_ascii=False, sort_keys=True)
        if key not in _rated:
            _rated[key] = real(question, seen, **more)
        return copy.deepcopy(_rated[key])

    monkeypatch.setattr(api, "assess", remembered)
    added = api.assess_addition

    def remembered_addition(question: Any, answer: Any, addition: Any, **more: Any) -> Any:
        seen = [question, answer.to_json(), addition.to_json(), more]
        key = json.dumps(seen, ensure_ascii=False, sort_keys=True)
        if key not in _rated:
            _rated[key] = added(question, answer, addition, **more)
        return copy.deepcopy(_rated[key])

    monkeypatch.setattr(api, "assess_addition", remembered_addition)


WEBM = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\xf7\x81\x01\x42\xf2\x81\x04\x42\xf3\x81\x08\x42\x82\x84webm"
CONSENT = {"recording": True, "analysis": True, "face": True}


@dataclass
class Taking:
    """A candidate going through an interview."""

    invited: Invited
    now: datetime = NOW

    @property
    def id(self) -> UUID:
        return self.invited.id

    def agree(self, **decisions: bool) -> None:
        from bole.hiring.interviews import services

        with self.invited.candidate():
            services.consent(interview_id=self.id, decisions={**CONSENT, **decisions}, now=self.now)

    def begin(self, key: str) -> Any:
        from bole.hiring.interviews import services

        with self.invited.candidate():
            return services.begin_question(interview_id=self.id, question_key=key, now=self.now)

    def start(self, key: str) -> Any:
        from bole.hiring.interviews import services

        with self.invited.candidate():
            return services.start_recording(
                interview_id=self.id, question_key=key, content_type="video/webm", now=self.now
            )

    def send(self, recording: Any, content: bytes = b"words", seconds: float = 20.0) -> Any:
        """Upload one part and finish the recording."""
        from bole.foundation.files import services as files
        from bole.hiring.interviews import services

        body = WEBM + content
        with self.invited.candidate():
            files.put_part(
                upload_id=recording.upload_id, index=0, sha256=hashlib.sha256(body).hexdigest(), body=body
            )
            return services.finish_recording(
                recording_id=recording.pk, parts=1, total_bytes=len(body), seconds=seconds, now=self.now
            )

    def submit(self, key: str) -> Any:
        from bole.hiring.interviews import services

        with self.invited.candidate():
            return services.submit_answer(interview_id=self.id, question_key=key, now=self.now)

    def answer(self, key: str, content: bytes = b"words") -> Any:
        self.begin(key)
        self.send(self.start(key), content)
        return self.submit(key)

    def type(self, key: str, text: str) -> Any:
        from bole.hiring.interviews import services

        self.begin(key)
        with self.invited.candidate():
            return services.submit_typed(interview_id=self.id, question_key=key, text=text, now=self.now)

    def finish(self, **more: Any) -> Any:
        from bole.hiring.interviews import services

        with self.invited.candidate():
            return services.finish(interview_id=self.id, now=self.now, **more)

    def state(self) -> dict[str, Any]:
        from bole.hiring.interviews import queries

        with self.invited.candidate():
            return queries.state_for(queries.get(self.id), self.now)


@pytest.fixture
def taking(invited: Invited) -> Taking:
    """The candidate before the consent page."""
    return Taking(invited)


def observation(text: str = "我先向客户道歉，再给客户几个可选的办法。", **more: Any) -> Any:
    """What perception might have made of an answer."""
    from bole.kernel.answers import ChannelQuality, Observation, Segment, Span, Transcript

    quality = {name: ChannelQuality(ok=True) for name in ("audio", "speech", "video", "face", "body")}
    whole = {
        "duration": 20.0,
        "transcript": Transcript("zh", text, (Segment(text, 0.5, 19.5, 0),)),
        "speech": (Span(0.5, 19.5),),
        "quality": quality,
        "models": {"whisper": "0" * 64},
        "cpu_seconds": {"speech": 1.5},
    }
    return Observation(**{**whole, **more})


STRONG = (
    "我先跟您道歉，让您等了四十分钟，换成是我也会着急。我会请大堂经理给您倒杯水，先问清楚您今天最要紧办的是哪一项。"
    "缺的是单位开的收入证明，这一份按规定不能省，我会把原因跟您讲明白。其他材料我先帮您核好、录进系统，证明让单位下午发过来。"
    "我给您留一个优先号，回来不用再排队，预计十分钟办完。最后我会把这类情况记下来，建议在预约短信里提前写清要带的材料。"
)
TEAM = (
    "去年十月我们网点要在两周内完成三百户老客户的信息核对。因为人手不够，进度一开始落后了一半。"
    "我提议按街道分组，自己带两位新同事负责最远的一片，每天下班前对一次表。结果我们提前两天完成，差错率从百分之三降到百分之零点五。"
)


@dataclass
class Answered:
    """An interview that was taken to its end, with the texts its answers hold."""

    taking: Taking

    @property
    def cast(self) -> Cast:
        return self.taking.invited.cast

    def hear(
        self,
        texts: dict[str, str] | None = None,
        stages: tuple[str, ...] = ("speech", "vision"),
        **errors: str,
    ) -> None:
        """Let analysis end: with these texts, or with these error codes by question
        (``teller_complaint=code``)."""
        from bole.foundation.access.actors import system_scope
        from bole.hiring.analysis import services
        from bole.hiring.interviews import queries
        from bole.perception.errors import PerceptionError

        said = {"teller-complaint": STRONG, "teamwork-experience": TEAM, **(texts or {})}

        def observe(key: str) -> Any:
            def look(_paths: Any, **_more: Any) -> Any:
                code = errors.get(key.replace("-", "_"))
                if code:
                    raise PerceptionError("broken", code=code)
                return observation(said[key], duration=60.0)

            return look

        with system_scope("test"):
            for facts in queries.submitted_facts(self.taking.id):
                for stage in stages:
                    services.analyse(
                        answer_id=facts.answer_id,
                        attempt=facts.attempt,
                        stage=stage,
                        clock=lambda: NOW,
                        observe=observe(facts.question_key),
                    )

    def rate(self) -> None:
        from bole.foundation.access.actors import system_scope
        from bole.hiring.assessment import services
        from bole.hiring.interviews import queries

        with system_scope("test"):
            for facts in queries.submitted_facts(self.taking.id):
                services.rate_answer(answer_id=facts.answer_id, attempt=facts.attempt, now=NOW)

    def compile(self, now: datetime = NOW) -> Any:
        from bole.foundation.access.actors import system_scope
        from bole.hiring.assessment import services

        with system_scope("test"):
            return services.compile_report(interview_id=self.taking.id, now=now)

    def reported(self, texts: dict[str, str] | None = None, **errors: str) -> Any:
        self.hear(texts, ("speech", "vision"), **errors)
        self.rate()
        return self.compile()


def take_interview(taking: Taking, **decisions: bool) -> Answered:
    """Both answers recorded (or typed, where recording was refused), handed in."""
    taking.agree(**decisions)
    typed = taking.state()["interview"]["mode"] == "typed"
    for key, text in (("teller-complaint", STRONG), ("teamwork-experience", TEAM)):
        if typed:
            taking.type(key, text)
        else:
            taking.answer(key, key.encode())
    taking.finish()
    return Answered(taking)


@pytest.fixture
def answered(taking: Taking) -> Answered:
    return take_interview(taking)


@pytest.fixture
def report(answered: Answered) -> Any:
    """A compiled report of two strong answers."""
    return answered.reported()
