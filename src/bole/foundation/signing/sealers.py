"""Which sealer this installation uses (the setting SEALER), and the keys it is given."""

from django.conf import settings
from django.utils.module_loading import import_string

from bole.foundation.keys.current import keyring
from bole.foundation.keys.fields import place
from bole.foundation.signing.models import Authority
from bole.ports.esign import OwnAuthority, Sealer

KEY_USE = "signing"


def current() -> Sealer:
    """PortError ``seal_unset`` or ``seal_key`` when there is none that could seal."""
    made: Sealer = import_string(settings.SEALER)(_own())
    return made


def key_place(authority_id: object) -> bytes:
    """What a sealed key is bound to."""
    return place("signing_authority", "sealed_key", authority_id)


def _own() -> OwnAuthority | None:
    """The newest test authority, which seals where no certificate of the bank's is configured."""
    generations = list(Authority.objects.all())
    if not generations:
        return None
    newest = generations[0]
    aad = key_place(newest.pk)
    key = keyring().unseal(bytes(newest.sealed_key), use=KEY_USE, aad=aad)
    roots = "".join(one.root for one in generations).encode()
    return OwnAuthority(roots, newest.certificate.encode(), key)
