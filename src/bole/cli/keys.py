"""`bole keys`: make, list, rotate and retire the bank's master keys."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from datetime import datetime

from bole.cli import installation
from bole.cli.options import parser
from bole.kernel.clock import utc_now
from bole.kernel.errors import BoleError

EXAMPLES = """  bole keys init                  make the keyring of a new installation (mode 0600)
  bole keys list                  key ids, and how many values still need each
  bole keys rotate                new master key; seal everything anew; repeat it if it was stopped
  bole keys rewrite               after a rotation: encrypt the contents of all files anew; repeatable
  bole keys retire k3x8a0q2       destroy an old key (backups made with it become unreadable)

Copy the keyring to the bank's vault after init and after each rotation: without it nothing can be read."""


def run(argv: Sequence[str]) -> int:
    """Dispatch to one action; returns the exit code."""
    options = parser("keys", "The master keys that wrap every file key and field key.", EXAMPLES)
    options.add_argument("action", choices=sorted(ACTIONS))
    options.add_argument("key", nargs="?", help="id of the key to retire")
    args = options.parse_args(argv)
    if (args.action == "retire") != bool(args.key):
        options.error("a key id belongs to `retire`, and only there")
    installation.set_up_django()
    return ACTIONS[args.action](args.key or "")


def _init(_key: str) -> int:
    from bole.foundation.keys import current
    from bole.foundation.keys import keyring as rings

    path = current.keyring_path()
    if path.exists():
        reason = f"{path} exists already; a new one would make all data unreadable"
        raise BoleError(reason, code="keyring_exists")
    ring = rings.generate(now=utc_now(), demo=current.demo_allowed())
    rings.save(ring, path, kms=current.kms(), keep_existing=True)
    print(f"keyring {path}, active key {ring.active}\nCopy it to the bank's vault now.")
    return 0


def _list(_key: str) -> int:
    from bole.foundation.access.actors import system_scope
    from bole.foundation.keys import current, rotation

    ring = current.keyring()
    with system_scope("bole keys"):
        needed = rotation.keys_in_use()
    for key in ring.keys:
        state = "active" if key.id == ring.active else "in use" if key.id in needed else "not used any more"
        print(f"{key.id}  {key.created_at}  {state}")
    for lost in sorted(needed - {key.id for key in ring.keys}):
        print(f"{lost}  NOT IN THE KEYRING, but values need it")
    return 0 if needed <= {key.id for key in ring.keys} else 1


def _rotate(_key: str) -> int:
    from bole.foundation.access.actors import system_scope
    from bole.foundation.keys import current, rotation
    from bole.foundation.keys import keyring as rings

    with system_scope("bole keys rotate"):
        left = sum(rotation.remaining(column) for column in rotation.sealed_columns())
        if left:
            print(f"going on with a rotation that was stopped: {left} values left")
        else:
            ring = current.keyring().with_new_key(utc_now())
            rings.save(ring, current.keyring_path(), kms=current.kms())
            _note("keys.master.rotated", ring.active)
            print(f"new active key {ring.active}; copy {current.keyring_path()} to the vault now")
        rotation.reseal_all()
        again = rotation.reseal_all()  # what was sealed by others while the first pass ran
        ring, needed = current.keyring(), rotation.keys_in_use()
    unused = {key.id for key in ring.keys} - needed - {ring.active}
    print(f"every value is sealed with {ring.active} ({sum(again.values())} in a second pass)")
    for key in sorted(unused):
        print(f"no value needs {key} any more; older backups do. `bole keys retire {key}` destroys it")
    return 0


def _retire(key: str) -> int:
    from bole.foundation.access.actors import system_scope
    from bole.foundation.keys import current, rotation
    from bole.foundation.keys import keyring as rings

    ring = current.keyring()
    ring.secret(key)
    with system_scope("bole keys retire"):
        if key in rotation.keys_in_use():
            raise BoleError(f"values still need {key}; run `bole keys rotate` first", code="key_in_use")
        rings.save(ring.without(key), current.keyring_path(), kms=current.kms())
        _note("keys.master.retired", key)
    print(f"{key} is gone from the keyring; destroy its copies in the vault too")
    return 0


def _rewrite(_key: str) -> int:
    from bole.foundation.access.actors import system_scope
    from bole.foundation.files import rewriting
    from bole.foundation.keys import current

    ring = current.keyring()
    made = next(datetime.fromisoformat(key.created_at) for key in ring.keys if key.id == ring.active)
    with system_scope("bole keys rewrite"):
        count = rewriting.rewrite_all(before=made, now=utc_now(), progress=_progress)
    print(f"{count} files encrypted anew; every file is now sealed since {made:%Y-%m-%d %H:%M}")
    return 0


def _progress(done: int, everything: int) -> None:
    if done == everything or done % 20 == 0:
        print(f"{done} of {everything} files", flush=True)


def _note(verb: str, key: str) -> None:
    from bole.foundation.audit import services as audit

    thing = ("keys_master", uuid.uuid5(uuid.NAMESPACE_OID, key))
    audit.record(verb=verb, obj=thing, unit_id=None, details={"key": key})


Action = Callable[[str], int]
ACTIONS: dict[str, Action] = {
    "init": _init,
    "list": _list,
    "rotate": _rotate,
    "retire": _retire,
    "rewrite": _rewrite,
}
