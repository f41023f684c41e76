"""How fast responses are divided and points answered, read from what the log and the remarks say of when."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consultation.analysis.figures import Board
from consultation.analysis.forecast import Forecast, forecast, window_begins
from consultation.consultations.planning import counted_back
from consultation.consultations.queries import calendar_of
from consultation.lib.dates import local
from consultation.models import Audit, Consultation, RemarkVersion

_MARKED = ("point.made", "passage.settled")


def forecasts(session: Session, consultation: Consultation, board: Board, now: datetime) -> tuple[Forecast, Forecast]:
    """When all responses are divided, and when all points are answered (domain.md 6)."""
    calendar, today = calendar_of(session, consultation.authority_id), local(now).date()
    since = now - (today - window_begins(calendar, today))
    due = {step.code: step.on for step in counted_back(session, consultation)}
    divided, answered = _divided(session, board, consultation.authority_id, since), _answered(session, board, since)
    return (
        forecast(calendar, today, due.get("points"), len(board.undivided), divided),
        forecast(calendar, today, due.get("remarks"), len(board.unanswered), answered),
    )


def _divided(session: Session, board: Board, authority_id: int, since: datetime) -> int:
    """How many of the responses that are done were worked on since."""
    touched = set(
        session.scalars(
            select(Audit.subject)
            .where(Audit.authority_id == authority_id, Audit.at >= since, Audit.event.in_(_MARKED))
            .distinct()
        )
    )
    return sum(line.is_done and f"response:{line.response.id}" in touched for line in board.responses)


def _answered(session: Session, board: Board, since: datetime) -> int:
    """How many points are in positions whose remark was first written since, and are answered."""
    firsts = session.execute(
        select(RemarkVersion.remark_id, func.min(RemarkVersion.at))
        .where(RemarkVersion.remark_id.in_({line.position.remark_id for line in board.positions}))
        .group_by(RemarkVersion.remark_id)
    )
    recent = {remark_id for remark_id, at in firsts if at >= since}
    return sum(len(line.points) for line in board.positions if line.is_answered and line.position.remark_id in recent)
