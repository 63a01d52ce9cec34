"""Where a bank's words may go: addresses inside the house, and hosts somebody named."""

import ipaddress
from collections.abc import Collection
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

_INSIDE = tuple(
    ipaddress.ip_network(net)
    for net in ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7")
)


def check_address(url: str, *, named: Collection[str], plain_http: bool) -> str:
    """The address without a slash at its end; ImproperlyConfigured when nothing may be sent there.

    Allowed: ``localhost``, loopback and private addresses, and hosts in ``named``. A name that is not in the
    list is refused even if it should lead inside: where a name leads can change. Plain HTTP leaves this
    machine only where ``plain_http`` says so.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme not in {"http", "https"} or not host:
        raise ImproperlyConfigured("BOLE_LLM_URL must be http(s)://host[:port]/path")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise ImproperlyConfigured(
            "BOLE_LLM_URL holds no key, question mark or hash; the key is BOLE_LLM_KEY"
        )
    if host not in {name.lower() for name in named} and not inside(host):
        raise ImproperlyConfigured(f"{host} is not inside the house; name it in BOLE_LLM_HOSTS to allow it")
    if parts.scheme == "http" and not (plain_http or loopback(host)):
        raise ImproperlyConfigured("plain http leaves this machine; use https or set BOLE_LLM_PLAIN_HTTP=1")
    return url.rstrip("/")


def inside(host: str) -> bool:
    """``localhost``, or a literal loopback or private address."""
    address = _address(host)
    if address is None:
        return host == "localhost"
    return any(address.version == net.version and address in net for net in _INSIDE)


def loopback(host: str) -> bool:
    """This machine itself."""
    address = _address(host)
    return host == "localhost" if address is None else address.is_loopback


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        found = ipaddress.ip_address(host)
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return mapped or found
