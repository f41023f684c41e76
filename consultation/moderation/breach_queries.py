"""Reads of breaches: one with all that was noted about it, and those of an authority."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consultation.errors import NotFound
from consultation.models import Authority, Breach, BreachEntry, BreachResponse, Consultation, Response
from consultation.moderation import breach_tasks
from consultation.moderation.breach_notices import Facts
from consultation.responses.rules import number_label
from consultation.vocabulary import BreachEntryKind, BreachNotice, BreachTask


@dataclass(frozen=True)
class Case:
    """A breach as it stands: its responses in order, and what was noted, oldest first."""

    breach: Breach
    consultation: Consultation
    authority: Authority
    shown: tuple[tuple[BreachResponse, Response], ...]
    entries: tuple[BreachEntry, ...]

    @property
    def numbers(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(number_label(response.series, response.seq) for _row, response in self.shown))

    @property
    def settled(self) -> Mapping[BreachTask, BreachEntry]:
        """The newest entry of each task that is settled."""
        kept = (one for one in self.entries if one.kind in breach_tasks.SETTLED)
        return {BreachTask(one.code): one for one in kept}

    @property
    def states(self) -> breach_tasks.States:
        return {task: one.kind for task, one in self.settled.items()}

    def written(self, notice: BreachNotice) -> BreachEntry | None:
        """The wording as somebody saved it last."""
        kept = [one for one in self.entries if one.kind is BreachEntryKind.WORDING and one.code == notice]
        return kept[-1] if kept else None

    def is_overdue(self, now: datetime) -> bool:
        return self.breach.closed_at is None and breach_tasks.is_overdue(self.breach.due_at, self.states, now)

    def facts(self) -> Facts:
        """What the proposed wordings are made of."""
        owner, row, breach = self.authority, self.consultation, self.breach
        contact = [row.contact_email or owner.email, row.contact_phone or owner.phone]
        return Facts(
            number=breach.seq,
            authority=owner.name,
            contact=", ".join(one for one in contact if one),
            dpo=owner.dpo,
            title=row.title,
            numbers=self.numbers,
            reason=breach.reason,
            found_at=breach.found_at,
            due_at=breach.due_at,
            shown_from=min(shown.shown_from for shown, _response in self.shown),
            hidden_at=max(shown.hidden_at for shown, _response in self.shown),
            languages=frozenset(response.language for _shown, response in self.shown),
        )


def get_case(session: Session, authority_id: int, number: int) -> Case:
    """NotFound for a number that the authority has no breach of."""
    row = session.scalars(select(Breach).where(Breach.authority_id == authority_id, Breach.seq == number)).one_or_none()
    if row is None:
        raise NotFound("no such breach")
    return _case(session, row)


def list_cases(
    session: Session, authority_id: int, limit: int, before: int | None = None, after: int | None = None
) -> list[Case]:
    """The newest first, those with a smaller number than `before`; with `after` the next newer ones, oldest first."""
    query = select(Breach).where(Breach.authority_id == authority_id).limit(limit)
    if after is not None:
        query = query.where(Breach.seq > after).order_by(Breach.seq)
    else:
        query = query.where(Breach.seq < before) if before is not None else query
        query = query.order_by(Breach.seq.desc())
    return _cases(session, session.scalars(query).all())


def list_open(session: Session, authority_id: int) -> list[Case]:
    """Those that nobody has closed, the one that must be reported first first."""
    query = select(Breach).where(Breach.authority_id == authority_id, Breach.closed_at.is_(None))
    return _cases(session, session.scalars(query.order_by(Breach.due_at, Breach.id)).all())


def lock_open_of(session: Session, response_id: int) -> Breach | None:
    """The breach about this response that is still open, and nobody else writes on it until the transaction ends."""
    query = (
        select(Breach)
        .join(BreachResponse, BreachResponse.breach_id == Breach.id)
        .where(BreachResponse.response_id == response_id, Breach.closed_at.is_(None))
        .order_by(Breach.id.desc())
        .limit(1)
        .with_for_update(of=Breach, key_share=True)
        .execution_options(populate_existing=True)
    )
    return session.scalars(query).first()


def next_number(session: Session, authority_id: int) -> int:
    return (session.scalar(select(func.max(Breach.seq)).where(Breach.authority_id == authority_id)) or 0) + 1


def next_entry(session: Session, breach_id: int) -> int:
    return (session.scalar(select(func.max(BreachEntry.seq)).where(BreachEntry.breach_id == breach_id)) or 0) + 1


def _case(session: Session, row: Breach) -> Case:
    return _cases(session, [row])[0]


def _cases(session: Session, rows: Sequence[Breach]) -> list[Case]:
    """Two statements besides those for consultations, however many there are."""
    ids = [row.id for row in rows]
    shown: dict[int, list[tuple[BreachResponse, Response]]] = {one: [] for one in ids}
    joined = select(BreachResponse, Response).join(Response, Response.id == BreachResponse.response_id)
    for part, response in session.execute(joined.where(BreachResponse.breach_id.in_(ids)).order_by(BreachResponse.id)):
        shown[part.breach_id].append((part, response))
    noted: dict[int, list[BreachEntry]] = {one: [] for one in ids}
    for entry in session.scalars(
        select(BreachEntry).where(BreachEntry.breach_id.in_(ids)).order_by(BreachEntry.breach_id, BreachEntry.seq)
    ):
        noted[entry.breach_id].append(entry)
    owners = {row.id: session.get_one(Consultation, row.consultation_id) for row in rows}
    return [
        Case(row, owners[row.id], owners[row.id].authority, tuple(shown[row.id]), tuple(noted[row.id])) for row in rows
    ]
