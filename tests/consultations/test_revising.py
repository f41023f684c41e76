"""R7: a new version of a draft while the consultation runs, on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.consultations import downloads, drafting, queries, revising
from consultation.consultations.sections import SectionInput
from consultation.errors import Closed, Conflict, Invalid
from consultation.models import Consultation, DraftVersion, Job, SectionLink
from consultation.vocabulary import SectionFate
from tests import factories
from tests.factories import CLOSES, NOW

ACTOR = "staff:1"
WHY = "Afsnit 1 er gjort tydeligere."


@pytest.fixture
def consultation(session: Session) -> Consultation:
    row = factories.consultation(session, factories.authority(session))
    session.commit()
    return row


def _begin(session: Session, row: Consultation) -> tuple[DraftVersion, list[SectionInput]]:
    version = revising.begin_version(session, ACTOR, NOW, row, 1)
    return version, drafting.inputs_of(queries.list_sections(session, version.id))


def _publish(session: Session, row: Consultation, change_list: str = WHY) -> DraftVersion:
    version = revising.publish_version(session, ACTOR, NOW, row, 1, change_list)
    session.commit()
    return version


def test_R7_nobody_sees_a_version_before_it_is_sent_out(session: Session, consultation: Consultation) -> None:
    version, texts = _begin(session, consultation)
    assert version.number == 2
    assert [one.anchor for one in texts] == ["hvem", "hvor-laenge", "laengde-grupper"]
    assert queries.get_draft(session, consultation.id, 1).version.number == 1
    assert revising.begin_version(session, ACTOR, NOW, consultation, 1) is version, "begun twice is begun once"


def test_R7_sent_out_it_is_the_newest_and_says_what_became_of_each_section(
    session: Session, consultation: Consultation
) -> None:
    version, texts = _begin(session, consultation)
    changed = [replace(texts[0], source="Alle over 16 år kan få hjælpen."), texts[1]]
    drafting.write_sections(session, ACTOR, NOW, consultation, version, changed)
    sent = _publish(session, consultation)
    assert queries.get_draft(session, consultation.id, 1).version.id == sent.id
    assert (sent.published_at, sent.change_list) == (NOW, WHY)
    links = session.execute(select(SectionLink.status).order_by(SectionLink.id)).scalars().all()
    assert links == [SectionFate.CHANGED, SectionFate.UNCHANGED, SectionFate.GONE]
    assert set(session.scalars(select(Job.name))) == {"notifications.draft_replaced", downloads.MAKE}


def test_R7_a_section_is_followed_through_several_versions(session: Session, consultation: Consultation) -> None:
    first = queries.get_draft(session, consultation.id, 1).version
    who, long, _groups = queries.list_sections(session, first.id)
    for words in ("Alle over 16 år.", "Alle over 15 år."):
        version, texts = _begin(session, consultation)
        drafting.write_sections(session, ACTOR, NOW, consultation, version, [replace(texts[0], source=words), texts[1]])
        _publish(session, consultation)
    assert queries.follow_section(session, first.id, who.section_id) == (SectionFate.CHANGED, (who.section_id,))
    assert queries.follow_section(session, first.id, long.section_id)[0] is SectionFate.UNCHANGED
    assert queries.follow_section(session, first.id, _groups.section_id) == (SectionFate.GONE, ())


@pytest.mark.parametrize(
    ("change_list", "rewrite", "errors"),
    [
        (" ", True, {"change_list": "required"}),
        (WHY, False, {"sections": "same"}),
    ],
)
def test_R7_it_is_sent_out_with_its_changes_in_words_and_only_if_there_are_any(
    session: Session, consultation: Consultation, change_list: str, rewrite: bool, errors: dict[str, str]
) -> None:
    version, texts = _begin(session, consultation)
    if rewrite:
        drafting.write_sections(session, ACTOR, NOW, consultation, version, texts[:1])
    with pytest.raises(Invalid) as invalid:
        revising.publish_version(session, ACTOR, NOW, consultation, 1, change_list)
    assert invalid.value.errors == errors


def test_R7_a_section_without_words_is_not_sent_out(session: Session, consultation: Consultation) -> None:
    version, texts = _begin(session, consultation)
    drafting.write_sections(session, ACTOR, NOW, consultation, version, [replace(texts[0], source="", html="")])
    with pytest.raises(Invalid) as invalid:
        revising.publish_version(session, ACTOR, NOW, consultation, 1, WHY)
    assert invalid.value.errors == {"sections": "empty"}


def test_R7_after_the_close_there_is_no_new_version(session: Session, consultation: Consultation) -> None:
    _begin(session, consultation)
    with pytest.raises(Closed):
        revising.begin_version(session, ACTOR, CLOSES, consultation, 2)
    with pytest.raises(Closed):
        revising.publish_version(session, ACTOR, CLOSES + timedelta(days=1), consultation, 1, WHY)


def test_R7_thrown_away_it_leaves_nothing(session: Session, consultation: Consultation) -> None:
    _begin(session, consultation)
    revising.discard_version(session, ACTOR, NOW, consultation, 1)
    session.commit()
    assert session.scalars(select(DraftVersion.number).order_by(DraftVersion.id)).all() == [1, 1]
    with pytest.raises(Conflict):
        revising.publish_version(session, ACTOR, NOW, consultation, 1, WHY)


def test_R7_a_version_that_is_sent_out_never_changes(session: Session, consultation: Consultation) -> None:
    found = queries.get_draft(session, consultation.id, 1)
    with pytest.raises(Closed):
        drafting.write_sections(session, ACTOR, NOW, consultation, found.version, [])
    with pytest.raises(Closed):
        drafting.edit_draft(
            session, ACTOR, NOW, consultation, 1, title="Ny", heading="", small_group=False, legal_refs=""
        )
