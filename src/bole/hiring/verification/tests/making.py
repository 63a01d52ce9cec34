"""An application in the stage of checks, with sources that answer on loopback. People are invented."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from bole.foundation.access.actors import Actor, acting_as, system_scope
from bole.foundation.access.models import User
from bole.hiring.candidates import services as candidates
from bole.hiring.conftest import NOW, Cast
from bole.hiring.pipeline import queries as pipeline
from bole.hiring.pipeline import services as moves
from bole.hiring.pipeline.models import Application
from bole.hiring.verification import configured, consents, services
from bole.hiring.verification.models import Check, Verification
from bole.integrations.check_contract.simulator import Gateway
from bole.integrations.tianyancha.simulator import Records, company

NUMBER = "110101199001011237"
FOUNDED = 1_104_508_800_000
RESUME = """林小禾
电话：13800001111
邮箱：lin@example.org

教育背景
2014.09 - 2018.06 西南财经大学 金融学 本科

工作经历
2018.07 - 2022.03 江州银行股份有限公司 综合柜员
2022.04 - 至今 东屿农村商业银行 大堂经理

证书
银行从业资格
"""
GAPS = """林小禾
电话：13800001111
邮箱：lin@example.org

教育背景
2014.09 - 2018.06 西南财经大学 金融学 本科

工作经历
2018.07 - 2020.03 江州银行股份有限公司 综合柜员
2022.04 - 至今 东屿农村商业银行 大堂经理
"""


@dataclass
class Sources:
    """The other sides: one gateway of our contract for each kind, and business records."""

    gateways: dict[str, Gateway] = field(default_factory=dict)
    records: Records = field(default_factory=Records)

    def check(self, kind: str) -> dict[str, Any]:
        """What the gateway of that kind was asked last."""
        return list(self.gateways[kind].checks.values())[-1]


KEYS = {"identity": "identity", "degree": "chsi", "certificate": "certificates"}


@contextmanager
def sources(settings: Any, folder: Path) -> Iterator[Sources]:
    """All sources configured and listening."""
    made = Sources({kind: Gateway(at_once=True) for kind in KEYS})
    made.records.companies = [company("江州银行股份有限公司", FOUNDED), company("东屿农村商业银行", FOUNDED)]
    with made.gateways["identity"], made.gateways["degree"], made.gateways["certificate"], made.records:
        lines = []
        for kind, key in KEYS.items():
            gateway = made.gateways[kind]
            (folder / f"{key}.key").write_text(gateway.key)
            (folder / f"{key}.secret").write_text(gateway.secret)
            lines.append(_table(folder, key, gateway.url, secret=True))
        (folder / "tianyancha.key").write_text(made.records.token)
        lines.append(_table(folder, "tianyancha", made.records.url, secret=False))
        (folder / "checks.toml").write_text("\n".join(lines))
        settings.CHECK_SOURCES_FILE = str(folder / "checks.toml")
        configured.forget()
        yield made
    configured.forget()


def _table(folder: Path, key: str, url: str, *, secret: bool) -> str:
    more = f'secret_file = "{folder}/{key}.secret"\n' if secret else ""
    return (
        f'[[source]]\nkey = "{key}"\ntitle = {{ zh = "{key} 源", en = "{key}" }}\nurl = "{url}"\n'
        f'key_file = "{folder}/{key}.key"\nper_second = 0\n{more}'
    )


@dataclass
class Checked:
    """A verification and everybody around it; ``now`` is moved by the test."""

    cast: Cast
    found: Verification
    now: datetime = NOW

    def person(self, candidate_id: UUID | None = None) -> AbstractContextManager[Any]:
        """Act as the candidate."""
        whom = candidate_id or self.cast.candidate_id
        return acting_as(Actor(kind="candidate", id=whom, label="candidate", candidate_id=whom))

    def later(self, **span: float) -> datetime:
        """Move the clock on."""
        self.now += timedelta(**span)
        return self.now

    def fresh(self) -> Verification:
        """As it stands now."""
        with system_scope("test"):
            self.found = Verification.objects.get(pk=self.found.pk)
        return self.found

    def checks(self) -> dict[str, Check]:
        """By kind, the first of each."""
        with system_scope("test"):
            rows = list(Check.objects.filter(verification=self.found).select_related("verification"))
        return {row.kind: row for row in reversed(rows)}

    def states(self) -> list[str]:
        """Kind and state of every check in order."""
        with system_scope("test"):
            rows = Check.objects.filter(verification=self.found).order_by("position")
            return [f"{row.kind} {row.state}" for row in rows]

    def application(self) -> Application:
        """As it stands now."""
        with system_scope("test"):
            return pipeline.get(self.cast.application_id)

    def shown(self, language: str = "zh") -> dict[str, str]:
        """The hashes of the words on the page."""
        with system_scope("test"):
            rows = list(self.found.checks.all())
            return {one.kind: one.sha256 for one in consents.items(self.found, rows, language)}

    def agree(self, **decisions: bool) -> Verification:
        """Decide: yes to everything that is not said otherwise."""
        shown = self.shown()
        with self.person():
            services.decide(
                verification_id=self.found.pk,
                decisions={kind: decisions.get(kind, True) for kind in shown},
                shown=shown,
                language="zh",
                number=NUMBER,
                now=self.now,
            )
        return self.fresh()

    def work(self) -> Verification:
        """What the workers would do: every check that is to be asked is asked, until nothing moves."""
        for _ in range(4):
            before = self.states()
            with system_scope("test"):
                asked = list(Check.objects.filter(verification=self.found, state__in=("running", "stalled")))
                for check in asked:
                    services.send(check_id=check.pk, now=self.now)
            if self.states() == before:
                break
        return self.fresh()

    def hr(self, call: Any, **values: Any) -> Any:
        """HR of the branch does it now."""
        with self.cast.acting("hr"):
            return call(now=self.now, **values)


def opened(cast: Cast, resume: str = RESUME) -> Checked:
    """The cast's application in the stage of checks, consent asked for."""
    with system_scope("test"):
        User.objects.filter(pk=cast.hr.id).update(email="hr@bank.example")
    with cast.acting("hr"):
        candidates.keep_resume(candidate_id=cast.candidate_id, text=resume, now=NOW)
    bring(cast, cast.application_id)
    with system_scope("test"):
        found = services.open_for(application_id=cast.application_id, now=NOW)
    assert found is not None
    return Checked(cast, found)


def bring(cast: Cast, application_id: UUID) -> None:
    """HR moves the application on to the stage of checks."""
    for version, stage in enumerate(("ai_interview", "panel", "background_check"), start=1):
        with cast.acting("hr"):
            moves.advance(
                application_id=application_id,
                to=stage,
                actor=cast.hr,
                reason="fits",
                expected_version=version,
                now=NOW,
            )
