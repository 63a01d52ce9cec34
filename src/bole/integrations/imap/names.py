"""Folder names as IMAP4rev1 writes them: modified UTF-7 (RFC 3501 §5.1.3), then a quoted string."""

import base64
import re

from bole.ports.errors import PortError

_SHIFTED = re.compile(r"[^\x20-\x7e]+")


def encoded(folder: str) -> str:
    """``收件箱`` → ``&ZTZO9nux-``: printable ASCII stands for itself, ``&`` is ``&-``, the rest is Base64 of
    UTF-16 with a comma for the slash."""
    return _SHIFTED.sub(lambda run: f"&{_base64(run[0])}-", folder.replace("&", "&-"))


def quoted(folder: str) -> str:
    """The name as a string of a command; PortError (``mailbox_folder``) for an empty one or one with control
    characters, which could end the command."""
    if not folder or any(ord(sign) < 32 or 127 <= ord(sign) < 160 for sign in folder):
        raise PortError("a folder's name holds control characters or nothing", code="mailbox_folder")
    return '"' + encoded(folder).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _base64(text: str) -> str:
    return base64.b64encode(text.encode("utf-16-be", "surrogatepass"), b"+,").decode().rstrip("=")
