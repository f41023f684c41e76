"""The demo's responses: taken in through the import, then withdrawn, admitted and joined to parties as it was."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy.orm import Session

from consultation.config import Settings
from consultation.consultations import queries as consultations
from consultation.demo import texts
from consultation.demo.calendar import Schedule
from consultation.demo.people import Cast
from consultation.lib.dates import opening_instant, parse_clock
from consultation.models import Consultation, Response
from consultation.responses import importing, lateness, operations
from consultation.storage import Store
from consultation.vocabulary import By, Role


@dataclass(frozen=True)
class Desk:
    """What every step of the demo needs."""

    session: Session
    settings: Settings
    store: Store
    cast: Cast
    schedule: Schedule
    consultation: Consultation
    now: datetime

    def actor(self, role: Role) -> str:
        return self.cast.actor(role)

    def day(self, days: int, hour: int = 10) -> datetime:
        """So many days after the deadline, but never ahead of now."""
        return min(opening_instant(self.schedule.deadline_on + timedelta(days=days), time(hour, 0)), self.now)


def receive(desk: Desk, now: datetime, rows: list[texts.Row]) -> dict[str, Response]:
    """Reference -> response, in the order of their numbers."""
    numbered = list(enumerate((_dated(row, desk.schedule) for row in rows), 1))
    done = importing.import_responses(
        desk.session,
        desk.settings,
        desk.store,
        desk.actor(Role.MODERATOR),
        now,
        desk.consultation,
        numbered,
        texts.DATA / desk.schedule.slug,
    )
    return {one.reference: desk.session.get_one(Response, one.response_id) for one in done}


def _dated(row: texts.Row, schedule: Schedule) -> texts.Row:
    """Times relative to the deadline become instants; all else is as in the file."""
    if "days_before_deadline" not in row:
        return row
    on = schedule.deadline_on - timedelta(days=row["days_before_deadline"])
    received = opening_instant(on, parse_clock(row["time"]))
    kept = {key: value for key, value in row.items() if key not in {"days_before_deadline", "time"}}
    return {**kept, "received_at": received.isoformat()}


def settle(desk: Desk, responses: Mapping[str, Response], treatment: texts.Row) -> None:
    """Withdrawals, decisions on late ones, and who answered for a heard party."""
    for reference in treatment.get("withdrawn", []):
        withdrawn = min(desk.day(-1), responses[reference].received_at + timedelta(days=1))
        operations.withdraw_response(desk.session, withdrawn, responses[reference], by=By.SENDER)
    heard = {row.party.name: row for row in consultations.list_heard(desk.session, desk.consultation.id)}
    for answer in treatment.get("party_answers", []):
        operations.join_party(
            desk.session,
            desk.actor(Role.SECRETARY),
            desk.day(2),
            responses[answer["reference"]],
            heard[answer["party"]],
            "Sendt af parten uden for dens eget link",
        )
    for late in treatment.get("late", []):
        lateness.decide_late(
            desk.session,
            desk.actor(Role.SECRETARY),
            desk.day(6),
            responses[late["reference"]],
            admitted=late["admitted"],
            reason=late["reason"],
        )
