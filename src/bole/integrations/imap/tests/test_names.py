"""Names of folders: the examples of the RFC and of mail servers, and that nothing can end a command."""

import pytest

from bole.integrations.imap.names import encoded, quoted
from bole.ports.errors import PortError

# The first is RFC 3501's own.
KNOWN = {
    "~peter/mail/台北/日本語": "~peter/mail/&U,BTFw-/&ZeVnLIqe-",
    "收件箱": "&ZTZO9nux-",
    "已发送": "&XfJT0ZAB-",
    "Entwürfe & Co": "Entw&APw-rfe &- Co",
    "简历/已处理 2026": "&e4BThg-/&XfJZBHQG- 2026",
    "😀": "&2D3eAA-",
    "INBOX": "INBOX",
}


def test_names_are_written_as_servers_write_them() -> None:
    assert {name: encoded(name) for name in KNOWN} == KNOWN


def test_a_name_cannot_end_the_command() -> None:
    assert quoted('a"b\\c') == r'"a\"b\\c"'
    for wrong in ("", "a\r\nA1 LOGOUT", "a\0", "\x7f", "\x85"):
        with pytest.raises(PortError) as refused:
            quoted(wrong)
        assert refused.value.code == "mailbox_folder"
