"""`bole staff`: the bank's units and the accounts of its people; how the first of them comes in."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from bole.cli import installation
from bole.cli.options import parser
from bole.kernel.errors import ConflictError, InvalidError, NotFoundError

if TYPE_CHECKING:
    from bole.foundation.access.models import User
    from bole.foundation.org.models import Unit

EXAMPLES = """  bole staff found HO 示例银行 --english "Example Bank"              the head office; once
  bole staff unit LJ 陆家嘴支行 --english "Lujiazui" --kind branch --under HO
  bole staff add chenlin 陈琳 --role head_office_hr --unit HO      asks for a first password
  bole staff enrol chenlin                                        second factor (also after a lost phone)
  bole staff role chenlin --role auditor --unit LJ                one more role
  bole staff role chenlin --role auditor --unit LJ --away         not any more; counts from the next request
  bole staff password chenlin                                     a new password; old sessions end
  bole staff close chenlin                                        nobody logs in with it any more
  bole staff list

The database must run: start `bole up` first. A password is typed twice, or comes in as one line of standard
input. Whoever has no second factor yet is led through enrolment at the first log-in."""


def run(argv: Sequence[str]) -> int:
    """Dispatch to one action; returns the exit code."""
    args = _options().parse_args(argv)
    installation.set_up_django()
    from bole.foundation.access.actors import system_scope

    action: Callable[[argparse.Namespace], None] = args.action
    with system_scope("bole staff"):
        action(args)
    return 0


def _options() -> argparse.ArgumentParser:
    from bole.foundation.access.roles import ALL

    options = parser("staff", "The bank's units and the accounts of its people.", EXAMPLES)
    actions = options.add_subparsers(title="actions", required=True, metavar="ACTION")

    def action(name: str, does: Callable[[argparse.Namespace], None], text: str) -> argparse.ArgumentParser:
        sub = actions.add_parser(name, help=text, description=text)
        sub.set_defaults(action=does)
        return sub

    for name, does, text in (
        ("found", _found, "make the head office"),
        ("unit", _unit, "make a branch or an outlet"),
    ):
        sub = action(name, does, text)
        sub.add_argument("code")
        sub.add_argument("name")
        sub.add_argument("--english", required=True, help="its English name")
    sub.add_argument("--kind", choices=["branch", "outlet"], default="branch")
    sub.add_argument("--under", required=True, metavar="CODE", help="the unit above it")
    for name, does, text in (
        ("add", _add, "make an account"),
        ("role", _role, "give an account one more role, or take one away"),
    ):
        sub = action(name, does, text)
        sub.add_argument("username")
        if name == "add":
            sub.add_argument("name", help="as colleagues read it")
            sub.add_argument("--email", default="")
        else:
            sub.add_argument("--away", action="store_true", help="take this role away")
        sub.add_argument("--role", choices=sorted(ALL), required=True)
        sub.add_argument("--unit", required=True, metavar="CODE")
    for name, does, text in (
        ("enrol", _enrol, "set up the second factor here and now"),
        ("password", _password, "set a new password"),
        ("close", _close, "end an account"),
    ):
        action(name, does, text).add_argument("username")
    action("list", _list, "units, accounts, roles, second factors")
    return options


def _found(args: argparse.Namespace) -> None:
    from bole.foundation.org import queries

    if queries.root() is not None:
        raise ConflictError("there is a head office already; see `bole staff list`", code="founded")
    _make_unit(args, "head_office", None)


def _unit(args: argparse.Namespace) -> None:
    _make_unit(args, args.kind, _unit_of(args.under))


def _make_unit(args: argparse.Namespace, kind: str, parent: Unit | None) -> None:
    from django.db import IntegrityError, transaction

    from bole.foundation.audit import services as audit
    from bole.foundation.org import services

    try:
        with transaction.atomic():
            unit = services.create_unit(
                code=args.code, kind=kind, name_zh=args.name, name_en=args.english, parent=parent
            )
            audit.record(verb="org.unit.created", obj=("org_unit", unit.pk), unit_id=unit.pk)
    except IntegrityError:
        raise ConflictError(f"there is a unit {args.code} already", code="unit_exists") from None
    print(f"{unit.code}  {unit.name_zh}")


def _add(args: argparse.Namespace) -> None:
    from django.db import transaction

    from bole.foundation.access import services
    from bole.foundation.access.models import User

    unit = _unit_of(args.unit)
    if User.objects.filter(username=args.username).exists():
        raise ConflictError(f"there is an account {args.username} already", code="account_exists")
    password = _typed_password()
    with transaction.atomic():
        user = services.create_user(
            username=args.username, display_name=args.name, password=password, unit=unit, email=args.email
        )
        services.assign_role(user=user, role=args.role, unit=unit)
    print(
        f"{user.username}: {args.role} for {unit.code}; `bole staff enrol {user.username}` sets up the second"
    )
    print("factor now, else the first log-in does")


def _role(args: argparse.Namespace) -> None:
    from bole.foundation.access import services

    user, unit = _user_of(args.username), _unit_of(args.unit)
    if not args.away:
        services.assign_role(user=user, role=args.role, unit=unit)
        print(f"{args.username}: {args.role} for {args.unit}")
        return
    held = user.assignments.filter(role=args.role, unit=unit).first()
    if held is None:
        raise NotFoundError(f"{args.username} is no {args.role} of {args.unit}; see `bole staff list`")
    services.revoke_role(assignment_id=held.pk)
    print(f"{args.username}: no longer {args.role} for {args.unit}")


def _enrol(args: argparse.Namespace) -> None:
    from bole.cli.lan import qr_lines
    from bole.foundation.access import services

    device = services.enrol_second_factor(user=_user_of(args.username))
    print(qr_lines(device.config_url))
    print(f"Scan it with the authenticator app, or copy this address into it:\n{device.config_url}")
    print("The six digits it shows now: ", end="", flush=True)
    if not services.confirm_second_factor(device=device, code=sys.stdin.readline().strip().replace(" ", "")):
        raise InvalidError("this is not the code of this moment; nothing was changed", code="code_wrong")
    print(f"second factor of {args.username} is set up; an older one no longer counts")


def _password(args: argparse.Namespace) -> None:
    from bole.foundation.access import services

    user = _user_of(args.username)
    services.set_password(user=user, password=_typed_password(), unit=_home_of(user))
    print(f"{args.username} has a new password")


def _close(args: argparse.Namespace) -> None:
    from bole.foundation.access import services

    user = _user_of(args.username)
    unit = _home_of(user)
    if unit is None:
        raise InvalidError(f"{args.username} has no role anywhere", code="no_role")
    services.deactivate_user(user=user, unit=unit)
    print(f"{args.username} is closed")


def _list(_args: argparse.Namespace) -> None:
    from bole.foundation.access.models import Authenticator, User
    from bole.foundation.org.models import Unit

    for unit in Unit.objects.all():
        print(f"{'  ' * (unit.path.count('/') - 1)}{unit.code}  {unit.name_zh}  {unit.name_en}")
    with_factor = set(Authenticator.objects.filter(confirmed=True).values_list("user_id", flat=True))
    for user in User.objects.order_by("username").prefetch_related("assignments__unit"):
        roles = ", ".join(f"{held.role}@{held.unit.code}" for held in user.assignments.all())
        state = "" if user.is_active else "closed; "
        factor = "second factor set up" if user.pk in with_factor else "no second factor yet"
        print(f"{user.username}  {user.display_name}  {roles}  ({state}{factor})")


def _typed_password() -> str:
    """Twice at a terminal, else the first line of standard input. Never an argument: others would see it."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    first = getpass.getpass("password (12 characters or more): ")
    if first != getpass.getpass("again: "):
        raise InvalidError("the two do not match", code="passwords_differ")
    return first


def _user_of(username: str) -> User:
    from bole.foundation.access.models import User

    user = User.objects.filter(username=username).first()
    if user is None:
        raise NotFoundError(f"there is no account {username}")
    return user


def _unit_of(code: str) -> Unit:
    from bole.foundation.org.models import Unit

    unit = Unit.objects.filter(code=code).first()
    if unit is None:
        raise NotFoundError(f"there is no unit {code}; `bole staff list` shows all")
    return unit


def _home_of(user: User) -> Unit | None:
    held = user.assignments.select_related("unit").order_by("created_at").first()
    return held.unit if held else None
