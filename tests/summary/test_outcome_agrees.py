"""R40: what the page of the outcome counts is what the papers of the same case count."""

from collections import Counter

from sqlalchemy.orm import Session

from consultation.analysis import outcomes
from consultation.analysis.positions import decide_position
from consultation.consultations.queries import list_drafts
from consultation.summary.dataset import data
from consultation.summary.inputs import from_json
from consultation.summary.selection import Selection
from consultation.vocabulary import Outcome
from tests.site.published import council
from tests.summary.case import READY, case


def test_R40_positions_responses_and_points_by_outcome_are_those_of_the_data_file(session: Session) -> None:
    made = case(session)
    council(session, made.consultation, "Byrådet godkendte udkastene.")
    for position, outcome in ((made.accepted, Outcome.PARTLY), (made.noted, Outcome.NOTED)):
        decide_position(session, made.secretary, READY, made.consultation, position, outcome)
    told = data(Selection(from_json(made.freeze().inputs.encode())))
    said = outcomes.list_decided(session, made.consultation.id, list_drafts(session, made.consultation.id))
    assert [(one.label, list(one.numbers), one.outcome.value) for one in said] == [
        (row["number"], row["numbers"], row["decided"]) for row in told["positions"]
    ]
    decided = {row["number"]: Outcome(row["decided"]) for row in told["positions"]}
    assert outcomes.points_by_outcome(said) == Counter(decided[row["position"]] for row in told["points"])
    assert [[(one.before, one.after) for one in row.changes] for row in said] == [
        [(one["before"], one["after"]) for one in row["change"]] for row in told["positions"]
    ]
