"""Groups of identical answers as others read them: numbers, references, senders (R39)."""

from sqlalchemy.orm import Session

from consultation.analysis.grouping import group_identical
from consultation.models import Consultation
from consultation.responses import queries


def group_rows(session: Session, consultation: Consultation) -> list[dict[str, object]]:
    """Groups anew, then a row each: kind, numbers, references of imported ones, number of senders."""
    found = group_identical(session, consultation)
    rows = []
    for group in found:
        members = [queries.get_response(session, consultation.id, number) for number in group.numbers]
        keys = {queries.newest_version(session, member.id).sender_key for member in members}
        rows.append(
            {
                "kind": group.kind.value,
                "numbers": list(group.numbers),
                "references": [member.external_ref for member in members if member.external_ref],
                "senders": len(keys),
            }
        )
    return rows
