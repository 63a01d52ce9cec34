"""Mail through the bank's relay: SMTP with or without TLS, every step within a time limit."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage, Message
from email.utils import formatdate, parseaddr

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from bole.ports.channel import Attachment
from bole.ports.errors import PortError
from bole.ports.mail import Mail

SECURITY = ("none", "starttls", "tls")


@dataclass(frozen=True, slots=True)
class SmtpMail:
    """MailSender over SMTP. ``security`` none is for a relay on the same machine only."""

    host: str
    port: int
    sender: str
    security: str = "none"
    user: str = ""
    password: str = field(default="", repr=False)
    ca_file: str = ""
    timeout: float = 20.0

    def __post_init__(self) -> None:
        if self.security not in SECURITY:
            raise ImproperlyConfigured(f"BOLE_SMTP_SECURITY is one of {', '.join(SECURITY)}")

    def send(self, mail: Mail) -> None:
        """See MailSender. Codes: mail_refused, mail_address, mail_login, mail_tls, mail_down (retryable)."""
        message = self._message(mail)
        with _failures_named(), self._connection() as smtp:
            if self.security == "starttls":
                smtp.starttls(context=self._tls())
            if self.user:
                smtp.login(self.user, self.password)
            smtp.send_message(message)

    def _connection(self) -> smtplib.SMTP:
        if self.security == "tls":
            return smtplib.SMTP_SSL(self.host, self.port, timeout=self.timeout, context=self._tls())
        return smtplib.SMTP(self.host, self.port, timeout=self.timeout)

    def _tls(self) -> ssl.SSLContext:
        context = ssl.create_default_context(cafile=self.ca_file or None)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        return context

    def _message(self, mail: Mail) -> EmailMessage:
        domain = parseaddr(self.sender)[1].rpartition("@")[2] or "localhost"
        message = EmailMessage()
        try:
            message["From"] = self.sender
            message["To"] = mail.to
            message["Subject"] = mail.subject
        except (ValueError, IndexError) as error:
            raise PortError("an address or subject that no mail can carry", code="mail_address") from error
        message["Message-ID"] = f"<{mail.reference}@{domain}>"
        message["Date"] = formatdate(localtime=True)
        message["Auto-Submitted"] = "auto-generated"
        if mail.unsubscribe:
            message["List-Unsubscribe"] = f"<{mail.unsubscribe}>"
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        message.set_content(mail.text)
        message.add_alternative(mail.html, subtype="html")
        for one in mail.attachments:
            _attach(message, one)
        return message


def _attach(message: EmailMessage, one: Attachment) -> None:
    kind = Message()
    kind["Content-Type"] = one.content_type
    (full, _), *parameters = kind.get_params([("application/octet-stream", "")])
    main, _, sub = full.partition("/")
    message.add_attachment(
        one.body, maintype=main, subtype=sub, filename=one.name, params=dict(parameters) or None
    )


@contextmanager
def _failures_named() -> Iterator[None]:
    """What smtplib and the network raise → PortError; 4xx and a silent relay can be tried again."""
    try:
        yield
    except smtplib.SMTPAuthenticationError as error:
        raise PortError("the relay refused our log-in", code="mail_login") from error
    except smtplib.SMTPRecipientsRefused as error:
        again = all(400 <= code < 500 for code, _text in error.recipients.values())
        raise PortError("the relay refused the address", code="mail_address", retryable=again) from error
    except smtplib.SMTPResponseException as error:
        again = 400 <= error.smtp_code < 500
        raise PortError(f"the relay said {error.smtp_code}", code="mail_refused", retryable=again) from error
    except smtplib.SMTPNotSupportedError as error:
        raise PortError("the relay cannot do what is configured", code="mail_refused") from error
    except ssl.SSLError as error:
        raise PortError("no trusted connection to the relay", code="mail_tls") from error
    except (smtplib.SMTPException, OSError) as error:
        raise PortError("the relay does not answer", code="mail_down", retryable=True) from error


def sender() -> SmtpMail:
    """The relay of the settings (MAIL_SENDER names this factory)."""
    smtp = settings.SMTP
    return SmtpMail(
        host=settings.EMAIL_HOST,
        port=settings.EMAIL_PORT,
        sender=settings.DEFAULT_FROM_EMAIL,
        security=smtp["security"],
        user=smtp["user"],
        password=smtp["password"],
        ca_file=smtp["ca_file"],
        timeout=settings.EMAIL_TIMEOUT,
    )
