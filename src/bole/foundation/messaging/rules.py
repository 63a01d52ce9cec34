"""Which way a message goes, when it is given up, and how it looks."""

import html
from collections.abc import Sequence
from dataclasses import dataclass
from string import Template
from typing import Final, Literal

from bole.kernel.errors import InvalidError

Channel = Literal["mail", "sms"]
MAX_ATTEMPTS: Final = 6  # over about six minutes; then a person has to look


@dataclass(frozen=True, slots=True)
class Route:
    """``fallback_from`` is the channel that was wished for but could not be taken."""

    channel: Channel
    fallback_from: str = ""


def route(wished: Sequence[str], *, mail: str, phone: str, sms_ready: bool) -> Route:
    """The first wished channel with an address and an adapter; InvalidError (``no_address``) without one."""
    usable = {"mail": bool(mail), "sms": bool(phone) and sms_ready}
    for channel in wished:
        if channel == "mail" and usable["mail"]:
            return Route("mail", "" if wished[0] == "mail" else wished[0])
        if channel == "sms" and usable["sms"]:
            return Route("sms", "" if wished[0] == "sms" else wished[0])
    raise InvalidError("this person has no address for this message", code="no_address")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message ready to be sent; ``html`` holds the same words as ``text``."""

    subject: str
    text: str
    html: str


def render(subject: str, body: str, values: dict[str, str]) -> Rendered:
    """Fill ``${name}`` places. Values can bring neither markup, nor header lines, nor further places."""
    clean = {name: value.strip() for name, value in values.items()}
    text = Template(body).substitute(clean).strip() + "\n"
    line = " ".join(Template(subject).substitute(clean).split())
    return Rendered(line, text, _html(line, body, clean))


def _html(title: str, body: str, values: dict[str, str]) -> str:
    safe = {name: html.escape(value).replace("\n", "<br>") for name, value in values.items()}
    paragraphs = "\n".join(
        f"<p>{_paragraph(part, values, safe)}</p>" for part in body.strip().split("\n\n") if part.strip()
    )
    return (
        f'<!doctype html>\n<html><head><meta charset="utf-8"><title>{html.escape(title)}</title></head>\n'
        '<body style="font-family:sans-serif;font-size:16px;line-height:1.6;color:#1f2937;max-width:36em">\n'
        f"{paragraphs}\n</body></html>\n"
    )


def _paragraph(part: str, values: dict[str, str], safe: dict[str, str]) -> str:
    alone = part.strip()
    name = alone[2:-1] if alone.startswith("${") and alone.endswith("}") else ""
    if values.get(name, "").startswith(("https://", "http://")):
        return f'<a href="{safe[name]}">{safe[name]}</a>'
    return Template(html.escape(alone, quote=False).replace("\n", "<br>")).substitute(safe)
