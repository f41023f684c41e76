"""R7: two versions of a draft, and what became of each answer that had been sent: a table, on both databases."""

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.consultations import drafting, revising
from consultation.consultations import queries as reads
from consultation.consultations.sections import SectionInput
from consultation.models import Consultation, DraftVersion
from consultation.responses import carrying, queries
from consultation.responses.content import AnswerContent, Content
from consultation.vocabulary import SectionFate
from tests import factories
from tests.factories import NOW

ACTOR = "staff:1"
WHO = "Du kan få hjælpen, hvis du er over 18 år og har varigt nedsat funktionsevne. Kommunen vurderer det konkret."
TIME = (
    "Forløbet varer højst seks uger og begynder den dag, hvor du får besked. "
    "Er der behov for det, kan forløbet forlænges én gang med fire uger."
)
PRICE = "Du betaler ikke selv for hjælpen, men du betaler for dine egne materialer og din transport."
WHEN = "Aflastning gives i weekender og i ferier efter aftale med den, som har bevilget den."
COMPLAINT = "Du kan klage inden fire uger til den, der har truffet afgørelsen, mundtligt eller skriftligt."
LEAVE = "Du skal melde afbud senest klokken ni samme dag, ellers tæller dagen med i forløbet."
OLD = (
    SectionInput("formaal", "", "Formål", "Standarden beskriver, hvad du kan vente af os i det daglige."),
    SectionInput("hvem", "", "Hvem?", WHO),
    SectionInput("hvor-laenge", "", "Hvor længe?", f"{TIME} {PRICE}"),
    SectionInput("hvornaar", "", "Hvornår?", WHEN),
    SectionInput("klage", "", "Klage", COMPLAINT),
    SectionInput("afbud", "", "Afbud", LEAVE),
)
NEW = (
    OLD[0],
    OLD[4],
    replace(OLD[1], source=WHO.replace("over 18 år", "fyldt 16 år")),
    SectionInput("tid", "", "Tid", TIME),
    SectionInput("pris", "", "Pris", PRICE),
    SectionInput("tider", "", "Tider", f"{WHEN} Du kan selv foreslå dage."),
)
WHAT_BECAME = {
    "formaal": (SectionFate.UNCHANGED, ("formaal",)),
    "hvem": (SectionFate.CHANGED, ("hvem",)),
    "hvor-laenge": (SectionFate.SPLIT, ("tid", "pris")),
    "hvornaar": (SectionFate.MOVED, ("tider",)),
    "klage": (SectionFate.MOVED, ("klage",)),
    "afbud": (SectionFate.GONE, ()),
    "": (None, ()),
}
"""Anchor of the old section -> what the sender is told, and where it stands now; "" is the draft as a whole."""


@pytest.fixture
def consultation(session: Session) -> Consultation:
    """Draft 1 has the sections of OLD."""
    row = factories.consultation(session, factories.authority(session))
    version = reads.get_draft(session, row.id, 1).version
    version.published_at = None
    drafting.write_sections(session, ACTOR, NOW, row, version, OLD)
    version.published_at = NOW
    session.commit()
    return row


def _answered(session: Session, row: Consultation) -> int:
    """One response with an answer to each section and one to the draft; the id of its version."""
    places = [(key, place) for key, place in queries.places_of(session, row.id).items() if place.draft_number == 1]
    answers = [AnswerContent(f"Om {at.anchor or 'det hele'}.", version_id=k[0], section_id=k[1]) for k, at in places]
    response = factories.response(session, row, factories.submission(content=Content(tuple(answers))))
    return queries.newest_version(session, response.id).id


def _replace(session: Session, row: Consultation) -> None:
    pending = revising.begin_version(session, ACTOR, NOW, row, 1)
    drafting.write_sections(session, ACTOR, NOW, row, pending, NEW)
    revising.publish_version(session, ACTOR, NOW, row, 1, "Afsnit er flyttet, delt, skrevet om og taget ud.")
    session.commit()


def test_R7_each_answer_that_was_sent_is_told_what_became_of_its_section(
    session: Session, consultation: Consultation
) -> None:
    version_id = _answered(session, consultation)
    assert carrying.list_carried(session, version_id) == []
    before = [(answer.text, place) for answer, place in queries.list_placed(session, version_id)]
    _replace(session, consultation)
    found = {one.place.anchor: one.fate for one in carrying.list_carried(session, version_id)}
    assert found == {anchor: fate for anchor, (fate, _now) in WHAT_BECAME.items()}
    after = [(answer.text, place) for answer, place in queries.list_placed(session, version_id)]
    assert after == before, "what was sent stands as it was, with the version that it was about"


def test_R7_each_old_section_leads_to_where_its_words_are_now(session: Session, consultation: Consultation) -> None:
    old = session.scalars(select(DraftVersion).order_by(DraftVersion.id).limit(1)).one()
    sections = {one.section.anchor: one.section_id for one in reads.list_sections(session, old.id)}
    _replace(session, consultation)
    newest = reads.get_draft(session, consultation.id, 1).version
    now = {one.section_id: one.section.anchor for one in reads.list_sections(session, newest.id)}
    for anchor, section_id in sections.items():
        fate, here = reads.follow_section(session, old.id, section_id)
        assert (fate, tuple(now[one] for one in here)) == WHAT_BECAME[anchor], anchor
