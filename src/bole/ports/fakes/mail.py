"""Mail and short messages kept in memory, for tests."""

from collections.abc import Sequence

from bole.ports.errors import PortError
from bole.ports.mail import Mail
from bole.ports.sms import Sms


class FakeMail:
    """Keeps what it is given; raises ``failures`` first, one per call."""

    def __init__(self, failures: Sequence[PortError] = ()) -> None:
        self.sent: list[Mail] = []
        self.failures = list(failures)

    def send(self, mail: Mail) -> None:
        """See MailSender."""
        if self.failures:
            raise self.failures.pop(0)
        self.sent.append(mail)


class FakeSms:
    """Keeps what it is given; raises ``failures`` first, one per call."""

    def __init__(self, failures: Sequence[PortError] = ()) -> None:
        self.sent: list[Sms] = []
        self.failures = list(failures)

    def send(self, sms: Sms) -> None:
        """See SmsSender."""
        if self.failures:
            raise self.failures.pop(0)
        self.sent.append(sms)
