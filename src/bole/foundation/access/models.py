"""Who may log in, and in which role for which part of the bank."""

import base64
import os
import secrets
import time
from typing import Any, ClassVar
from urllib.parse import quote, urlencode

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from django_otp.models import Device, ThrottlingMixin
from django_otp.oath import TOTP

from bole.foundation.access.roles import ROLE_CHOICES
from bole.foundation.keys.fields import EncryptedTextField
from bole.kernel.ids import new_id


class UserManager(BaseUserManager["User"]):
    """Makes accounts; there is no superuser to make."""

    def create_user(self, username: str, password: str | None = None, **extra: Any) -> "User":
        """Make an account. Without a password nobody can log in to it."""
        user = self.model(username=self.model.normalize_username(username), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A member of the bank. Rights come from ``RoleAssignment`` only; nobody is superuser."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = models.CharField(_("user name"), max_length=64, unique=True)
    display_name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(max_length=10, default="zh-hans")
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(
        default=False, help_text="Seeded with a public password; refused in production."
    )
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]

    objects = UserManager()

    def __str__(self) -> str:
        return self.display_name or self.username

    def get_short_name(self) -> str:
        """What the header shows."""
        return self.display_name or self.username


class RoleAssignment(models.Model):
    """``user`` has ``role`` for ``unit`` and everything beneath it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="assignments")
    role = models.CharField(max_length=32, choices=ROLE_CHOICES)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "role", "unit"], name="access_one_role_per_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.role}@{self.unit_id}"


class GuestPass(models.Model):
    """``user`` sees the ``things`` (ids of rows) of a unit that is not his, as long as this row is there.

    ``about_id`` is what he was asked to: the pass ends with it. Ids only, and no row-level security: it is
    read when somebody logs in, before anybody is anybody.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    host = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    about_id = models.UUIDField()
    things: "models.Field[Any, Any]" = ArrayField(models.UUIDField())
    given_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "about_id"], name="access_one_pass_each"),
        ]

    def __str__(self) -> str:
        return f"pass of {self.user_id} for {self.about_id}"


def new_device_id() -> int:
    """Known before the row is written, because the key is sealed for it; django-otp wants a whole number."""
    return secrets.randbits(62)


def new_device_key() -> str:
    """160 random bits, as hex: what RFC 4226 recommends."""
    return os.urandom(20).hex()


class Authenticator(ThrottlingMixin, Device):  # type: ignore[misc]  # django-otp has no types
    """A person's authenticator app (TOTP, RFC 6238: six digits, 30 seconds). Its key rests encrypted.

    ``last_step`` is the time step of the last accepted code: a code counts once. Guessing is slowed down by
    django-otp's throttle, whose count is in the row.
    """

    STEP_SECONDS = 30
    DIGITS = 6
    TOLERANCE = 1  # steps a phone's clock may be off

    id = models.BigIntegerField(primary_key=True, default=new_device_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    key = EncryptedTextField(default=new_device_key)  # hex
    last_step = models.BigIntegerField(default=-1)

    objects: ClassVar["models.Manager[Authenticator]"] = models.Manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(confirmed=True), name="access_one_authenticator"
            ),
        ]

    def __str__(self) -> str:
        return f"authenticator of {self.user_id}"

    @property
    def bin_key(self) -> bytes:
        """The shared secret."""
        return bytes.fromhex(self.key)

    @property
    def config_url(self) -> str:
        """What the QR code holds, in the form authenticator apps read."""
        issuer = settings.OTP_TOTP_ISSUER
        secret = base64.b32encode(self.bin_key).decode()
        facts = {"secret": secret, "issuer": issuer, "digits": self.DIGITS, "period": self.STEP_SECONDS}
        return f"otpauth://totp/{quote(f'{issuer}:{self.user.get_username()}')}?{urlencode(facts)}"

    def get_throttle_factor(self) -> int:
        """Seconds of pause after the first wrong code; they double."""
        return int(settings.OTP_TOTP_THROTTLE_FACTOR)

    def verify_token(self, token: str) -> bool:
        """Accept a code once. The row is locked: of two who send the same code at once, one gets in."""
        with transaction.atomic():
            row = type(self).objects.select_for_update().get(pk=self.pk)
            right = bool(row.verify_is_allowed()[0]) and row._take(token)
        self.refresh_from_db()
        return right

    def _take(self, token: str) -> bool:
        clock = TOTP(self.bin_key, self.STEP_SECONDS, 0, self.DIGITS)
        clock.time = time.time()
        if not (token.isascii() and token.isdigit() and len(token) == self.DIGITS):
            self.throttle_increment()
            return False
        if not clock.verify(int(token), self.TOLERANCE, self.last_step + 1):
            self.throttle_increment()
            return False
        self.last_step = clock.t()
        self.throttle_reset()
        return True


class Attempt(models.Model):
    """How often ``subject`` failed at something in one stretch of time; see ``access.throttle``."""

    kind = models.CharField(max_length=20)
    subject = models.CharField(max_length=64)  # a blind index: an address is a personal value
    since = models.DateTimeField()
    count = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind", "subject", "since"], name="access_attempt_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["since"], name="access_attempt_old")]

    def __str__(self) -> str:
        return f"{self.count} × {self.kind}"
