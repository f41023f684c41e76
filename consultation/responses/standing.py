"""What changes a response's status without a moderator: withdrawal, correction, and having no remarks.

Each function returns what it does to the counters; the caller adds all of a transaction's at once, in one lock order.
"""

from collections import Counter
from datetime import datetime

from sqlalchemy.orm import Session

from consultation import search_index
from consultation.lib.dates import local
from consultation.models import Consultation, Decision, Rendition, Response, ResponseVersion
from consultation.responses import figures, queries, queueing, rules, tombstones
from consultation.responses.rules import Sender
from consultation.vocabulary import By, DecisionKind, Status

SENDER, SYSTEM = "sender", "system"


def await_decision(session: Session, response: Response) -> Counter[str]:
    """Received, numbered, not shown before somebody has decided (R27)."""
    tombstones.add(session, response, Status.AWAITING)
    queueing.enter_new(session, response)
    waits = {figures.bucket(response.late, Status.AWAITING): 1, figures.UNCONFIRMED: int(response.unconfirmed)}
    return Counter(waits)


def publish_no_remarks(
    session: Session, now: datetime, consultation: Consultation, version: ResponseVersion, sender: Sender
) -> Counter[str]:
    """Nothing to read, so nothing to moderate (states.md): a rendition without parts."""
    response = session.get_one(Response, version.response_id)
    _decide(session, now, version, 1, DecisionKind.PUBLISH, SYSTEM)
    row = Rendition(
        consultation_id=consultation.id,
        key=response.key,
        number_label=rules.number_label(response.series, response.seq),
        sort_number=rules.sort_number(response.series, response.seq),
        decision_seq=1,
        redacted=False,
        shown_name=rules.shown_name(sender, consultation.name_rule),
        capacity=sender.capacity,
        under_18=sender.is_young,
        received_on=local(response.received_at).date().isoformat(),
        late=response.late,
        visible_from=now,
    )
    session.add(row)
    session.flush()
    search_index.write_response(session, row)
    return Counter({figures.bucket(response.late, Status.PUBLISHED): 1, "no_remarks": 1})


def withdraw(session: Session, now: datetime, response: Response, by: By, reason: str) -> Counter[str]:
    """The public sees the number and the word, at once; the case keeps the original (R21)."""
    standing = queries.standing_of(session, response)
    before, unconfirmed = bucket_of(standing), response.unconfirmed and standing.status is Status.AWAITING
    response.withdrawn_at, response.withdrawn_by, response.withdrawn_reason = now, by, reason
    session.flush()
    tombstones.hide_rendition(session, response, now)
    tombstones.put(session, response, Status.WITHDRAWN)
    queueing.leave(session, response)
    after = figures.bucket(response.late, Status.WITHDRAWN)
    apart = {"no_remarks": -int(response.no_remarks), figures.UNCONFIRMED: -int(unconfirmed)}
    return Counter({before: -1, after: 1, **apart})


def reopen(
    session: Session, now: datetime, before: queries.Standing, version: ResponseVersion, by: str = SENDER
) -> Counter[str]:
    """A decision on older words no longer holds: the newest version awaits one of its own (states.md).

    What nobody has confirmed is not read before somebody has, so that it stays where it is.
    """
    if before.decision is None or before.status is Status.AWAITING or before.response.unconfirmed:
        return Counter()
    _decide(session, now, version, before.decision.seq + 1, DecisionKind.REOPEN, by)
    tombstones.hide_rendition(session, before.response, now)
    tombstones.put(session, before.response, Status.AWAITING)
    queueing.enter(session, before.response)
    return Counter({bucket_of(before): -1, figures.bucket(before.response.late, Status.AWAITING): 1})


def bucket_of(standing: queries.Standing) -> str:
    """The counter that holds the response now."""
    reason = standing.decision.reason if standing.decision else None
    return figures.bucket(standing.response.late, standing.status, reason)


def _decide(session: Session, now: datetime, version: ResponseVersion, seq: int, kind: DecisionKind, by: str) -> None:
    session.add(
        Decision(
            authority_id=version.authority_id,
            response_id=version.response_id,
            version_id=version.id,
            seq=seq,
            kind=kind,
            by=by,
            at=now,
            effective_at=now,
        )
    )
    session.flush()
