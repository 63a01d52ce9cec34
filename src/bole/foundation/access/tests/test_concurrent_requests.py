"""Many requests of two branches at once through the real ASGI stack and a small pool of connections."""

import asyncio
from collections.abc import Iterator

import httpx
import psycopg
import pytest
from django.conf import settings
from django.core.asgi import get_asgi_application
from django.db import connections
from django.test import Client
from tests.support.bank import Bank, log_in
from tests.support.database import credentials

ROUNDS = 30


@pytest.fixture
def pool_of_three() -> Iterator[None]:
    """Three connections for everybody, as the web server has (a few more of) them."""
    connections["default"].close()  # while it is still one without a pool
    options = connections.settings["default"]["OPTIONS"]
    options["pool"] = {"min_size": 1, "max_size": 3, "timeout": 60}
    yield
    connections["default"].close()
    connections["default"].close_pool()  # type: ignore[attr-defined]
    del options["pool"]


def cookie_of(bank: Bank, role: str, place: str) -> dict[str, str]:
    client = Client()
    log_in(client, bank.user(role, getattr(bank, place)))
    return {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}


@pytest.mark.django_db(transaction=True)
@pytest.mark.urls("bole.foundation.access.tests.sample_urls")
@pytest.mark.parametrize("address", ["/probe/", "/probe/async/"])
def test_no_request_ever_sees_another_branch(probe: Bank, pool_of_three: None, address: str) -> None:
    visitors = [
        (cookie_of(probe, "branch_hr", "west"), ["W"]),
        (cookie_of(probe, "branch_hr", "east"), ["E", "E1"]),
        (cookie_of(probe, "head_office_hr", "head"), ["E", "E1", "HO", "W"]),
    ]

    async def visit() -> list[tuple[list[str], list[str]]]:
        transport = httpx.ASGITransport(app=get_asgi_application())
        async with httpx.AsyncClient(transport=transport, base_url="http://bole") as client:

            async def ask(number: int) -> tuple[list[str], list[str]]:
                cookies, expected = visitors[number % len(visitors)]
                headers = {"Cookie": "; ".join(f"{key}={value}" for key, value in cookies.items())}
                answer = await client.get(address, headers=headers, timeout=120)
                found: list[str] = answer.json()["words"]
                return found, expected

            return await asyncio.gather(*(ask(number) for number in range(ROUNDS)))

    for found, expected in asyncio.run(visit()):
        assert found == expected


@pytest.mark.django_db(transaction=True)
@pytest.mark.urls("bole.foundation.access.tests.sample_urls")
def test_requests_go_on_after_the_server_dropped_every_connection(probe: Bank, pool_of_three: None) -> None:
    (name, value), *_ = cookie_of(probe, "branch_hr", "west").items()

    async def visit() -> list[list[str]]:
        transport = httpx.ASGITransport(app=get_asgi_application())
        async with httpx.AsyncClient(transport=transport, base_url="http://bole") as client:
            found = []
            for _ in range(3):
                answer = await client.get("/probe/", headers={"Cookie": f"{name}={value}"}, timeout=120)
                found.append(answer.json()["words"])
                with psycopg.connect(credentials().url("superuser"), autocommit=True) as server:
                    server.execute(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'bole_app'"
                    )
            return found

    assert asyncio.run(visit()) == [["W"]] * 3


@pytest.mark.django_db(transaction=True)
@pytest.mark.urls("bole.foundation.access.tests.sample_urls")
def test_a_stranger_between_them_is_nobody(probe: Bank, pool_of_three: None) -> None:
    west = cookie_of(probe, "branch_hr", "west")

    async def visit() -> list[int]:
        transport = httpx.ASGITransport(app=get_asgi_application())
        async with httpx.AsyncClient(transport=transport, base_url="http://bole") as client:

            async def ask(number: int) -> int:
                cookies = west if number % 2 else {}
                headers = {"Cookie": "; ".join(f"{key}={value}" for key, value in cookies.items())}
                return (await client.get("/probe/", headers=headers, timeout=120)).status_code

            return await asyncio.gather(*(ask(number) for number in range(ROUNDS)))

    assert asyncio.run(visit()) == [302, 200] * (ROUNDS // 2)
