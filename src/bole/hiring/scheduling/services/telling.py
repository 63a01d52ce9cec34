"""Messages about appointments: to the candidate by his own page, to the people of the bank by theirs."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from email.utils import parseaddr
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from bole.foundation.access import actors, roles
from bole.foundation.access import queries as access
from bole.foundation.access.models import User
from bole.foundation.messaging import queries as outbox
from bole.foundation.messaging import services as messaging
from bole.hiring.candidates import queries as candidates
from bole.hiring.personal_links import services as personal_links
from bole.hiring.scheduling import calendars, queries, words
from bole.hiring.scheduling.models import Appointment
from bole.ports.channel import Attachment

KEPT = timedelta(days=30)  # the candidate's page stays open so long after the appointment
Method = calendars.Method | None


def candidate(appointment: Appointment, template: str, now: datetime, *, method: Method = None) -> None:
    """To the candidate; ``method``: with the calendar file. Somebody without an address reads it on the
    page."""
    with actors.system_scope("a message about an appointment"):
        contact = candidates.contact(appointment.candidate_id)
        if not (contact.email or contact.phone):
            return
        link, zone = page_of_candidate(appointment, now), zone_of_candidate(contact.phone)
        with words.speaking(contact.language):
            context = _for_candidate(appointment, template, contact.name, link, zone)
            attached = _attached(appointment, method, _candidate_event(appointment, contact, link, zone), now)
        messaging.send(
            template=template,
            to=messaging.Addresses(mail=contact.email, phone=contact.phone, zone=zone),
            language=contact.language,
            context=context,
            unit_id=appointment.unit_id,
            about=("appointment", appointment.pk),
            candidate_id=appointment.candidate_id,
            now=now,
            occasion=_occasion(appointment, now),
            attachments=attached,
        )


def page_of_candidate(appointment: Appointment, now: datetime) -> str:
    """His own address of this appointment."""
    until = (appointment.ends_at or now + queries.HORIZON) + KEPT
    home = personal_links.link_for(
        candidate_id=appointment.candidate_id, unit_id=appointment.unit_id, until=until, now=now
    )
    return f"{home}appointments/"


def zone_of_candidate(phone: str) -> str:
    """What his number speaks of, else the bank's."""
    return outbox.zone_of(phone)


def staff(appointment: Appointment, template: str, now: datetime, *, method: Method = None) -> None:
    """To everybody of the bank who attends: a number and links, never a name."""
    these(appointment, attendees(appointment), template, now, method=method)


def these(
    appointment: Appointment, users: Iterable[User], template: str, now: datetime, *, method: Method = None
) -> None:
    """The same, to some of them."""
    for user in users:
        if user.email:
            _one_of_staff(appointment, template, user, now, method)


def attendees(appointment: Appointment) -> list[User]:
    """Active accounts of those who attend."""
    with actors.system_scope("who attends"):
        found = appointment.attendees.filter(user__is_active=True).select_related("user")
        return [one.user for one in found.order_by("user__display_name", "user_id")]


def wish(appointment: Appointment, what: str, now: datetime) -> None:
    """To who arranged it, else the branch's HR: something is to be done. ``what`` is of ``words.WISHES``."""
    for user in _responsible(appointment):
        language = _language(user)
        with words.speaking(language):
            context = {
                "meeting": words.meeting(appointment),
                "unit": words.unit(appointment),
                "number": appointment.candidate.number,
                "wish": str(words.WISHES[what]),
                "page": _page(appointment),
            }
        _send_to(user, appointment, "appointment-wish", context, now, occasion=f"{what} {now:%y%m%d%H%M}")


def event_for(appointment: Appointment, user: User) -> calendars.Event:
    """The calendar event of somebody of the bank."""
    with words.speaking(_language(user)):
        summary = f"{words.meeting(appointment)} · {appointment.candidate.number}"
        page = _page(appointment)
        lines = [words.unit(appointment), appointment.link, page]
        return _event(
            appointment,
            queries.bank_zone(),
            summary=summary,
            lines=lines,
            url=page,
            attendee=calendars.Person(user.get_short_name(), user.email),
        )


def candidate_event(appointment: Appointment, now: datetime) -> calendars.Event:
    """The calendar event of the candidate."""
    with actors.system_scope("the calendar file of an appointment"):
        contact = candidates.contact(appointment.candidate_id)
        link = page_of_candidate(appointment, now)
    with words.speaking(contact.language):
        return _candidate_event(appointment, contact, link, zone_of_candidate(contact.phone))


def _one_of_staff(appointment: Appointment, template: str, user: User, now: datetime, method: Method) -> None:
    with words.speaking(_language(user)):
        context = {
            "meeting": words.meeting(appointment),
            "unit": words.unit(appointment),
            "number": appointment.candidate.number,
            "when": _when(appointment, queries.bank_zone()),
            "place": words.place(appointment),
            "page": _page(appointment),
            "link": appointment.link or _page(appointment),
        }
    attached = _attached(appointment, method, event_for(appointment, user), now)
    _send_to(user, appointment, template, context, now, attached=attached)


def _send_to(
    user: User,
    appointment: Appointment,
    template: str,
    context: dict[str, str],
    now: datetime,
    *,
    attached: Iterable[Attachment] = (),
    occasion: str = "",
) -> None:
    with actors.system_scope("a message about an appointment"):
        messaging.send(
            template=template,
            to=messaging.Addresses(mail=user.email),
            language=_language(user),
            context=context,
            unit_id=appointment.unit_id,
            about=("appointment", appointment.pk),
            user_id=user.pk,
            now=now,
            occasion=f"{user.pk.hex} {occasion or _occasion(appointment, now)}"[:60],
            attachments=tuple(attached),
        )


def _for_candidate(
    appointment: Appointment, template: str, name: str, link: str, zone: str
) -> dict[str, str]:
    context = {"name": name, "meeting": words.meeting(appointment), "link": link}
    if template == "appointment-offered":
        last = appointment.slots.order_by("-starts_at").first()
        begin = last.starts_at if last is not None else appointment.changed_at
        until = words.moment(begin, zone)
        return {**context, "minutes": str(appointment.minutes), "until": until}
    context["when"] = _when(appointment, zone)
    if template in {"appointment-cancelled", "appointment-missed"}:
        return context
    return {**context, "place": words.place(appointment)}


def _when(appointment: Appointment, zone: str) -> str:
    assert appointment.starts_at is not None
    assert appointment.ends_at is not None
    return words.when(appointment.starts_at, appointment.ends_at, zone)


def _candidate_event(
    appointment: Appointment, contact: candidates.Contact, link: str, zone: str
) -> calendars.Event:
    """Without the people's names, the interviewers' link or a number."""
    return _event(
        appointment,
        zone,
        summary=words.meeting(appointment),
        lines=[words.unit(appointment), link],
        url=link,
        attendee=calendars.Person(contact.name, contact.email or "candidate@invalid"),
    )


def _event(
    appointment: Appointment,
    zone: str,
    *,
    summary: str,
    lines: list[str],
    url: str,
    attendee: calendars.Person,
) -> calendars.Event:
    now = appointment.changed_at
    return calendars.Event(
        uid=f"{appointment.pk}@{urlsplit(settings.PUBLIC_URL).hostname or 'localhost'}",
        sequence=appointment.sequence,
        starts_at=appointment.starts_at or now,
        ends_at=appointment.ends_at or now + timedelta(minutes=appointment.minutes),
        zone=zone,
        summary=summary,
        description="\n".join(line for line in lines if line),
        location=words.place(appointment),
        url=url,
        organiser=_organiser(appointment),
        attendee=attendee,
    )


def _organiser(appointment: Appointment) -> calendars.Person:
    """Who arranged it answers replies; without an address the bank's own sender."""
    made_by = appointment.made_by
    if made_by is not None and made_by.email:
        return calendars.Person(made_by.get_short_name(), made_by.email)
    name, mail = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return calendars.Person(name or words.unit(appointment), mail)


def _attached(
    appointment: Appointment, method: Method, event: calendars.Event, now: datetime
) -> tuple[Attachment, ...]:
    if method is None or appointment.starts_at is None:
        return ()
    body = calendars.file(event, method, now)
    return (Attachment(calendars.NAME, calendars.content_type(method), body),)


def _responsible(appointment: Appointment) -> list[User]:
    made_by = appointment.made_by
    if made_by is not None and made_by.is_active and made_by.email:
        return [made_by]
    found = access.holders_of((roles.BRANCH_HR,), appointment.unit_id) or access.holders_of(
        (roles.HEAD_OFFICE_HR,), appointment.unit_id
    )
    return [one for one in found if one.email]


def _occasion(appointment: Appointment, now: datetime) -> str:
    """Once for each change of the time; two reminders of one time are told apart by their day and hour."""
    return f"{appointment.sequence} {now:%y%m%d%H%M}"


def _page(appointment: Appointment) -> str:
    return words.page(reverse("scheduling:one", args=[appointment.pk]))


def _language(user: User) -> str:
    return "en" if user.language.startswith("en") else "zh"


def is_attendee(appointment: Appointment, user_id: UUID | None) -> bool:
    """Whether that account attends."""
    return user_id is not None and user_id in {one.pk for one in attendees(appointment)}
