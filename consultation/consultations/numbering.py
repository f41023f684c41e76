"""The lock of a consultation's number series."""

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from consultation.models import Consultation, NumberSeries
from consultation.vocabulary import Series

_LANES = (
    select(NumberSeries)
    .where(NumberSeries.consultation_id == bindparam("consultation_id"))
    .order_by(NumberSeries.series)
    .with_for_update()
    .execution_options(populate_existing=True)
)
"""Made once: every sending asks it."""


def lock_numbers(session: Session, consultation: Consultation) -> dict[Series, NumberSeries]:
    """Both lanes, so that a form sent on either side of the deadline at once is still sent once (C3, T6).

    Whoever moves the deadline takes them too: who is being given a number has it by the old one and is judged again, or
    has it by the new one (T8).
    """
    rows = session.scalars(_LANES, {"consultation_id": consultation.id})
    return {row.series: row for row in rows}
