"""The ways out of the house. A further one is an adapter and a line in the setting MESSAGE_CHANNELS."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string

from bole.ports.channel import AfterBreak, Channel, Form, Letter
from bole.ports.mail import Mail, MailSender
from bole.ports.sms import Sms, SmsSender


@dataclass(frozen=True, slots=True)
class MailChannel:
    """Mail through the adapter of MAIL_SENDER: at least once, a second copy has the same Message-ID."""

    sender: MailSender
    per_second: float
    key: str = "mail"
    form: Form = "long"
    address: str = "mail"
    after_break: AfterBreak = "again"

    def send(self, letter: Letter) -> str:
        """A relay gives no receipt."""
        self.sender.send(
            Mail(
                letter.to,
                letter.subject,
                letter.text,
                letter.html,
                letter.reference,
                letter.unsubscribe,
                letter.attachments,
            )
        )
        return ""

    def delivered(self, to: str, receipt: str, sent_at: datetime) -> bool | None:
        """Nobody says what became of a mail."""
        del to, receipt, sent_at
        return None

    def find(self, to: str, reference: str, since: datetime) -> str | None:
        """A relay cannot be asked."""
        del to, reference, since
        return None


@dataclass(frozen=True, slots=True)
class SmsChannel:
    """Short messages through the adapter of SMS_SENDER: after a break the gateway is asked for our
    reference, so a message goes once as far as the gateway can say."""

    sender: SmsSender
    per_second: float
    key: str = "sms"
    form: Form = "short"
    address: str = "phone"
    after_break: AfterBreak = "ask"

    def send(self, letter: Letter) -> str:
        """The gateway's receipt."""
        language = "en" if letter.language.startswith("en") else "zh"
        facts = (letter.template, language, letter.values, letter.gateway_code)
        return self.sender.send(Sms(letter.to, letter.text.strip(), letter.reference, *facts))

    def delivered(self, to: str, receipt: str, sent_at: datetime) -> bool | None:
        """See Channel."""
        return self.sender.delivered(to, receipt, sent_at)

    def find(self, to: str, reference: str, since: datetime) -> str | None:
        """See Channel."""
        return self.sender.find(to, reference, since)


def mail() -> Channel:
    """The adapter named by the setting MAIL_SENDER."""
    return MailChannel(import_string(settings.MAIL_SENDER)(), _pace("mail"))


def sms() -> Channel | None:
    """The adapter named by the setting SMS_SENDER; None without one."""
    return SmsChannel(import_string(settings.SMS_SENDER)(), _pace("sms")) if settings.SMS_SENDER else None


def known() -> tuple[str, ...]:
    """The keys of all channels there could be, in the order of the settings."""
    return tuple(settings.MESSAGE_CHANNELS)


def ready() -> dict[str, Channel]:
    """The channels that are configured, by key."""
    found = {key: channel(key) for key in known()}
    return {key: one for key, one in found.items() if one is not None}


def channel(key: str) -> Channel | None:
    """The channel of that name; None when it is not configured (or not any more)."""
    factory = _factories().get(key)
    made: Channel | None = import_string(factory)() if factory else None
    return made


def forms() -> dict[str, Form]:
    """Which of a template's texts each configured channel carries."""
    return {key: one.form for key, one in ready().items()}


def _factories() -> Mapping[str, str]:
    chosen: Mapping[str, str] = settings.MESSAGE_CHANNELS
    return chosen


def _pace(key: str) -> float:
    return float(settings.MESSAGE_PACE.get(key, 0))
