"""R47: the adopted text is the consultation's with the agreed changes, each difference with why it is there."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.analysis import adopting, differences, outcomes
from consultation.analysis.differences import Lacks
from consultation.consultations import drafting, queries
from consultation.errors import Closed, Conflict, Invalid, Refused
from consultation.models import Consultation, DraftVersion, Job, Position
from consultation.responses import carrying
from consultation.responses import queries as responses
from consultation.vocabulary import Outcome
from tests import factories
from tests.factories import CLOSES
from tests.site.published import answered, council, position

ACTOR = "staff:1"
AFTER = CLOSES + timedelta(days=40)


@pytest.fixture
def decided(session: Session, consultation: Consultation) -> Consultation:
    """Position 1.1 about "Hvor længe?" was accepted, 2.1 was not; both have a change."""
    places = factories.places(session, consultation)
    made = [answered(session, consultation) for _ in range(2)]
    position(session, consultation, places[1, "hvor-laenge"], made, "Ønske om længere forløb", Outcome.ACCEPTED)
    position(session, consultation, places[2, "hvor-laenge"], made[:1], "Ønske om mere", Outcome.NOT_ACCEPTED)
    council(session, consultation, "Byrådet godkendte udkastene.")
    session.commit()
    return consultation


def _position(session: Session, title: str = "Ønske om længere forløb") -> Position:
    return session.scalars(select(Position).where(Position.title == title)).one()


def _begin(session: Session, row: Consultation, number: int = 1, now: datetime = AFTER) -> DraftVersion:
    return adopting.begin_final(session, ACTOR, now, row, number)


def _write(session: Session, row: Consultation, version: DraftVersion, at: int, words: str) -> None:
    inputs = drafting.inputs_of(queries.list_sections(session, version.id))
    inputs[at] = replace(inputs[at], source=words)
    drafting.write_sections(session, ACTOR, AFTER, row, version, inputs)


def test_R47_it_begins_with_the_agreed_changes_in_place_and_the_positions_behind_them(
    session: Session, decided: Consultation
) -> None:
    version = _begin(session, decided)
    assert [row.text for row in queries.list_sections(session, version.id)] == [
        "Et forløb varer højst seks uger (1).",
        "Et forløb varer tolv uger, som kan forlænges (2).",
        "Et forløb varer højst seks uger (2.1).",
    ]
    [one] = differences.list_differences(session, queries.get_draft(session, decided.id, 1).version, version)
    assert (one.anchor, one.positions, one.reason) == ("hvor-laenge", (_position(session).id,), "")
    assert _begin(session, decided) is version, "begun twice is begun once"


def test_R47_what_was_not_accepted_changes_nothing(session: Session, decided: Consultation) -> None:
    version = _begin(session, decided, 2)
    assert differences.list_differences(session, queries.get_draft(session, decided.id, 2).version, version) == []
    assert differences.list_left(session, decided.id, version) == []


def test_R47_a_change_whose_words_are_not_there_is_told_and_left_to_a_person(
    session: Session, decided: Consultation
) -> None:
    version = _begin(session, decided)
    _write(session, decided, version, 1, "Et forløb varer otte uger.")
    [left] = differences.list_left(session, decided.id, version)
    assert (left.anchor, left.edit.after) == ("hvor-laenge", "tolv uger, som kan forlænges")


def test_R47_nothing_is_begun_before_the_decision_nor_while_a_position_is_undecided(
    session: Session, decided: Consultation
) -> None:
    with pytest.raises(Closed):
        _begin(session, decided, now=CLOSES - timedelta(days=1))
    _position(session).decided_outcome = None
    with pytest.raises(Refused):
        _begin(session, decided)


def test_R47_it_is_not_shown_before_each_difference_has_a_position_or_a_reason(
    session: Session, decided: Consultation
) -> None:
    version = _begin(session, decided)
    _write(session, decided, version, 0, "Et forløb varer højest seks uger (1).")
    with pytest.raises(Refused) as refused:
        adopting.publish_final(session, ACTOR, AFTER, decided, 1)
    assert refused.value.gaps == ((Lacks.CAUSE, "hvem"),)
    section = queries.list_sections(session, version.id)[0].section_id
    with pytest.raises(Invalid):
        adopting.set_causes(session, ACTOR, AFTER, decided, version, section, [], " ")
    adopting.set_causes(session, ACTOR, AFTER, decided, version, section, [], "Sproglig rettelse")
    assert adopting.publish_final(session, ACTOR, AFTER, decided, 1).published_at == AFTER
    with pytest.raises(Closed):
        adopting.set_causes(session, ACTOR, AFTER, decided, version, section, [], "Noget andet")


def test_R47_a_change_of_the_legal_basis_needs_a_reason_too(session: Session, decided: Consultation) -> None:
    version = _begin(session, decided, 2)
    version.legal_refs = "Barnets lov § 32"
    text = queries.get_draft(session, decided.id, 2).version
    assert differences.gaps_of(session, text, version) == ((Lacks.CAUSE, ""),)
    adopting.set_causes(session, ACTOR, AFTER, decided, version, None, [], "Lovændring")
    assert differences.gaps_of(session, text, version) == ()


def test_R47_the_adopted_text_replaces_no_text_that_responses_are_about(
    session: Session, decided: Consultation
) -> None:
    before, places = queries.get_draft(session, decided.id, 1).version, responses.places_of(session, decided.id)
    sent = factories.response(session, decided)
    version = responses.newest_version(session, sent.id)
    _begin(session, decided)
    final = adopting.publish_final(session, ACTOR, AFTER, decided, 1)
    assert queries.get_draft(session, decided.id, 1).version is before
    assert queries.adopted_versions(session, decided.id) == {before.draft_id: final}
    assert responses.places_of(session, decided.id) == places
    assert carrying.list_carried(session, version.id) == []
    section = queries.list_sections(session, before.id)[1].section_id
    assert queries.follow_section(session, before.id, section)[1] == (section,)
    assert "notifications.draft_replaced" not in set(session.scalars(select(Job.name)))


def test_R47_an_adopted_text_with_a_fault_is_corrected_by_another_and_stands_until_then(
    session: Session, decided: Consultation
) -> None:
    _begin(session, decided)
    first = adopting.publish_final(session, ACTOR, AFTER, decided, 1)
    second = _begin(session, decided)
    assert (second.number, first.number) == (3, 2)
    old = queries.get_draft(session, decided.id, 1).version
    assert [one.positions for one in differences.list_differences(session, old, second)] == [(_position(session).id,)]
    assert queries.adopted_versions(session, decided.id)[old.draft_id] is first
    adopting.discard_final(session, ACTOR, AFTER, decided, 1)
    assert queries.find_begun_final(session, old.draft_id) is None


def test_R47_a_new_version_that_was_never_sent_out_is_thrown_away_first(
    session: Session, decided: Consultation
) -> None:
    draft = queries.get_draft(session, decided.id, 1).draft
    session.add(DraftVersion(authority_id=draft.authority_id, draft_id=draft.id, number=2))
    session.flush()
    with pytest.raises(Conflict):
        _begin(session, decided)


def test_R47_all_drafts_are_begun_at_once_and_those_that_lack_nothing_shown_at_once(
    session: Session, decided: Consultation
) -> None:
    assert adopting.begin_all(session, ACTOR, AFTER, decided) == 2
    version = queries.find_begun_final(session, queries.get_draft(session, decided.id, 2).draft.id)
    assert version is not None
    _write(session, decided, version, 0, "Noget helt andet.")
    assert adopting.publish_ready(session, ACTOR, AFTER, decided) == 1
    assert len(queries.adopted_versions(session, decided.id)) == 1
    assert adopting.begin_all(session, ACTOR, AFTER, decided) == 0


def test_R47_what_a_position_changed_is_told_in_the_words_that_were_adopted(
    session: Session, decided: Consultation
) -> None:
    def told() -> list[tuple[str, str]]:
        said = outcomes.list_decided(session, decided.id, queries.list_drafts(session, decided.id))
        return [(one.before, one.after) for one in said[0].changes]

    assert told() == [("højst seks uger", "tolv uger, som kan forlænges")], "as proposed, until a text is adopted"
    version = _begin(session, decided)
    _write(session, decided, version, 1, "Et forløb varer otte uger.")
    adopting.publish_final(session, ACTOR, AFTER, decided, 1)
    assert told() == [("Et forløb varer højst seks uger (2).", "Et forløb varer otte uger.")]
