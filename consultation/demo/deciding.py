"""What the demo's moderators decided, through the desk's own operations (R27-R34)."""

from collections.abc import Mapping
from datetime import datetime

from consultation.demo import texts
from consultation.demo.receiving import Desk
from consultation.models import Response
from consultation.moderation import marking, operations, queries
from consultation.moderation.rules import KeepReason
from consultation.vocabulary import DecisionKind, FindingAnswer, FindingKind, Reason, Role

WAIT = "wait"


def decide(desk: Desk, at: datetime, responses: Mapping[str, Response], treated: texts.Row) -> None:
    """Every response is looked through; those with a decision, or all where that is the rule, are decided."""
    own = {row["reference"]: row for row in treated.get("decisions", [])}
    default = treated.get("default_decision", WAIT)
    for reference, response in responses.items():
        if response.withdrawn_at is not None or response.no_remarks:
            continue
        found = operations.scan_response(desk.session, at, response.id)
        row = own.get(reference, {"kind": default})
        if row["kind"] != WAIT:
            _decide(desk, at, response, row, found)


def _decide(desk: Desk, at: datetime, response: Response, row: texts.Row, found: int) -> None:
    moderator = desk.actor(Role.MODERATOR)
    if row["kind"] == DecisionKind.WITHHOLD:
        material = queries.material_of(desk.session, response)
        operations.decide(
            desk.session,
            moderator,
            at,
            response.id,
            material.decision_seq,
            material.standing.version.number,
            DecisionKind.WITHHOLD,
            Reason(row["reason"]),
        )
        return
    for marked in row.get("redact", []):
        marking.mark_words(desk.session, moderator, at, response.id, marked["text"], FindingKind(marked["kind"]))
    if found:
        _answer_the_rest(desk, at, response, moderator)
    operations.publish_response(desk.session, moderator, at, response.id)


def _answer_the_rest(desk: Desk, at: datetime, response: Response, moderator: str) -> None:
    """What a person did not take out may stand, and somebody said so."""
    for found in queries.material_of(desk.session, response).undecided:
        keep = found.finding.kind not in {FindingKind.CPR, FindingKind.EMAIL, FindingKind.PHONE}
        answer = FindingAnswer.KEEP if keep else FindingAnswer.REDACT
        reason = KeepReason.NOT_THAT.value if keep else ""
        marking.answer_finding(desk.session, moderator, at, response.id, found.finding.id, answer, reason)
