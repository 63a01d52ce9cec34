"""An interview held elsewhere: asked for, created despite faults, its result taken once, in no norm."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation
from tests.support.bank import log_in

from bole.foundation.access.actors import system_scope
from bole.foundation.access.models import User
from bole.foundation.privacy import services as privacy
from bole.foundation.queue.models import Timer
from bole.foundation.ui import panels
from bole.hiring.assessment.models import Report
from bole.hiring.conftest import NOW, Cast
from bole.hiring.engines import configured, holding, queries, rules, services
from bole.hiring.engines.models import ForeignInterview
from bole.integrations.interview_engine import simulator
from bole.kernel.errors import DeniedError, InvalidError, NotFoundError
from bole.ports.errors import PortError

pytestmark = pytest.mark.django_db


@pytest.fixture
def engine(settings: Any, tmp_path: Path) -> Iterator[simulator.Engine]:
    with simulator.Engine() as running:
        (tmp_path / "key").write_text(running.key)
        (tmp_path / "secret").write_text(running.secret)
        (tmp_path / "engines.toml").write_text(
            f'[[engine]]\nkey = "acme"\ntitle = {{ zh = "某某面试", en = "Acme" }}\nurl = "{running.url}"\n'
            f'key_file = "{tmp_path}/key"\nsecret_file = "{tmp_path}/secret"\njobs = ["teller"]\n'
            'competencies = { service_score = "service_orientation" }\n'
        )
        settings.INTERVIEW_ENGINES_FILE = str(tmp_path / "engines.toml")
        yield running
        configured._read.cache_clear()


def asked(cast: Cast) -> ForeignInterview:
    with cast.acting("hr"):
        return services.ask(application_id=cast.application_id, engine="acme", now=NOW)


def created(cast: Cast) -> ForeignInterview:
    found = asked(cast)
    with system_scope("test"):
        return services.create(interview_id=found.pk, now=NOW)


def everything(found: ForeignInterview, value: float = 8.0) -> dict[str, float]:
    names = {"service_orientation": "service_score"}
    return {names.get(key, key): value for key in found.portrait["weights"]}


def deliver(headers: dict[str, str], body: bytes, engine: str = "acme") -> int:
    marks = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
    kind = "application/json"
    return Client().post(f"/engines/{engine}/results/", body, kind, **marks).status_code  # type: ignore[arg-type]


def test_asking_twice_is_one_interview_and_faults_of_the_engine_make_no_second(
    cast: Cast, engine: simulator.Engine
) -> None:
    found = asked(cast)
    assert asked(cast).pk == found.pk
    engine.faults = ["busy", "drop"]
    with system_scope("test"):
        for _ in range(2):
            with pytest.raises(PortError) as failed:
                services.create(interview_id=found.pk, now=NOW)
            assert failed.value.retryable
        made = services.create(interview_id=found.pk, now=NOW)
        services.create(interview_id=found.pk, now=NOW)
    assert (made.state, made.foreign_id) == ("created", "sim-1")
    assert len(engine.interviews) == 1
    sent = str(engine.interviews["sim-1"]["asked"])
    assert "林小禾" not in sent
    assert "lin@example.org" not in sent
    with cast.acting("hr"), pytest.raises(InvalidError):
        services.ask(application_id=cast.application_id, engine="other", now=NOW)
    for who in ("west_hr", "interviewer", "auditor"):
        with cast.acting(who), pytest.raises((DeniedError, NotFoundError)):
            services.ask(application_id=cast.application_id, engine="acme", now=NOW)


def test_a_callback_counts_once_and_wrong_late_or_foreign_ones_not_at_all(
    cast: Cast, engine: simulator.Engine
) -> None:
    found = created(cast)
    engine.finish(found.foreign_id, everything(found, 6.0), partial=True)
    assert deliver(*engine.delivery(found.foreign_id, nonce="n0", secret="whsec_b3RoZXI=")) == 401
    assert deliver(*engine.delivery(found.foreign_id, nonce="n0", age=timedelta(minutes=6))) == 401
    assert deliver(*engine.delivery(found.foreign_id, nonce="n0"), engine="nobody") == 404
    partial = engine.delivery(found.foreign_id, nonce="n1")
    assert [deliver(*partial), deliver(*partial)] == [204, 409]
    with system_scope("test"):
        found = queries.of_candidate(cast.chief, cast.candidate_id).get()
        assert (found.state, found.card.card["partial"], found.card.card["total"]) == ("created", True, None)
    engine.finish(found.foreign_id, everything(found))
    assert deliver(*engine.delivery(found.foreign_id, nonce="n2")) == 204
    assert (
        deliver(*engine.delivery(found.foreign_id, nonce="n3")) == 409
    )  # done: nothing is expected any more
    with system_scope("test"):
        card = ForeignInterview.objects.select_related("card").get().card
        assert not Timer.objects.filter(kind=services.POLL).exists()
        assert not Report.objects.exists()  # what norms, training and lists by score are made of
    assert (card.card["total"], card.card["foreign"]) == (80.0, True)
    keys = [row["competency"] for row in card.card["competencies"]]
    assert "service_orientation" in keys
    assert card.provenance["scale"] == [0.0, 10.0]
    assert card.provenance["nonce"] == "n2"


def test_without_a_callback_the_result_is_fetched_and_a_dead_interview_ends(
    cast: Cast, engine: simulator.Engine
) -> None:
    found = created(cast)
    with system_scope("test"):
        assert services.poll(interview_id=found.pk, now=NOW).state == "created"
        engine.finish(found.foreign_id, everything(found))
        assert services.poll(interview_id=found.pk, now=NOW).state == "done"
    again = created(cast)
    engine.interviews[again.foreign_id]["state"] = "failed"
    with system_scope("test"):
        ended = services.poll(interview_id=again.pk, now=NOW)
    assert (ended.state, ended.error_code) == ("failed", "engine_failed")


def test_pages_mark_it_as_foreign_and_it_goes_with_the_person(cast: Cast, engine: simulator.Engine) -> None:
    found = created(cast)
    engine.finish(found.foreign_id, {**everything(found), "grit": 9.0})
    deliver(*engine.delivery(found.foreign_id, nonce="n1"))
    client, person = Client(), (cast.candidate_id, cast.bank.east.pk)
    log_in(client, User.objects.get(pk=cast.hr.id))
    listed = client.get("/console/elsewhere/").content.decode()
    with cast.acting("hr"), translation.override("zh-hans"):
        shown = {one.panel.key: one.fragment for one in panels.shown_to(cast.hr, *person)}
        beside = render_to_string(shown["engines"].template, dict(shown["engines"].context))
    for page in (listed, beside):
        assert "外部：某某面试" in page
        assert "不在画像中" in page
    assert "请某某面试面试" in beside  # HR may ask once more
    with cast.acting("interviewer"):
        assert "engines" not in {one.panel.key for one in panels.shown_to(cast.interviewer, *person)}
    other = Client()
    log_in(other, User.objects.get(pk=cast.west_hr.id))
    assert "某某面试" not in other.get("/console/elsewhere/").content.decode()
    with system_scope("test"):
        assert holding.export(cast.candidate_id)["foreign_interviews"][0]["card"]["total"] == 80.0
        privacy.erase_person(
            candidate_id=cast.candidate_id, unit_id=cast.bank.east.pk, reason="withdrawn", now=NOW
        )
        assert not ForeignInterview.objects.exists()


def test_a_scale_is_converted_from_end_to_end() -> None:
    assert [rules.converted(value, (1.0, 5.0)) for value in (1, 3, 5)] == [0.0, 50.0, 100.0]
    assert rules.converted(-1, (-3.0, 3.0)) == 33.3
