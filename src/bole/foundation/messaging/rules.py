"""When a message is given up on a channel, and how it looks."""

import html
from dataclasses import dataclass
from string import Template
from typing import Final

MAX_ATTEMPTS: Final = 6  # per channel, over about six minutes; then the next channel, or a person


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


def with_footer(rendered: Rendered, words: str, link: str) -> Rendered:
    """A mail that says at its end where to refuse further ones."""
    safe = html.escape(link)
    line = f'<p style="font-size:13px;color:#6b7280">{html.escape(words)} <a href="{safe}">{safe}</a></p>\n'
    page = rendered.html.replace("</body>", f"{line}</body>")
    return Rendered(rendered.subject, f"{rendered.text}\n{words} {link}\n", page)
