"""Mail and short messages kept in memory, for tests."""

from collections.abc import Sequence
from datetime import datetime

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
        self.reached: dict[str, bool] = {}

    def send(self, sms: Sms) -> str:
        """See SmsSender."""
        if self.failures:
            raise self.failures.pop(0)
        self.sent.append(sms)
        return f"receipt-{len(self.sent)}"

    def delivered(self, to: str, receipt: str, sent_at: datetime) -> bool | None:
        """See SmsSender: what ``reached`` says of the receipt."""
        del to, sent_at
        return self.reached.get(receipt)

    def find(self, to: str, reference: str, since: datetime) -> str | None:
        """See SmsSender."""
        del since
        for number, sms in enumerate(self.sent, start=1):
            if (sms.to, sms.reference) == (to, reference):
                return f"receipt-{number}"
        return None
