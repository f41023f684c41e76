"""Groups of responses as rows, kept as each one comes (R39)."""

import json
import random

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.analysis import grouping as analysis
from consultation.models import AnswerGroup, Consultation, GroupMember, Job, Letter, Response, SectionText, Shingle
from consultation.moderation import campaigns, group_queries, grouping
from consultation.responses import figures
from consultation.responses import operations as responses
from consultation.responses.content import AnswerContent, Content
from consultation.responses.queries import newest_version, sender_of
from consultation.vocabulary import By, GroupKind, Stance
from consultation.worker import HANDLERS
from tests import campaign, factories
from tests.factories import NOW
from tests.moderation.desk import received
from tests.moderation.grouped import keep_up, regroup

TEMPLATE = "Vi vil have tolv uger til alle, og vi vil have det skrevet ind i kvalitetsstandarden, så enhver kan se det."
OTHER = "Hold fast i de otte uger, for pengene skal bruges på de borgere, som har mest brug for hjælp i hverdagen."
OWN = "Min mor på 82 har brug for det."
BOTH = pytest.mark.parametrize("group", [regroup, keep_up])


@pytest.fixture
def consultation(session: Session) -> Consultation:
    row = factories.consultation(session, factories.authority(session))
    session.commit()
    return row


def respond(session: Session, consultation: Consultation, *texts: str) -> list[Response]:
    """One of each text, each by somebody else."""
    return [
        received(session, consultation, text, sender=factories.sender(name=f"Prøve {at} {text[:3]}"))
        for at, text in enumerate(texts)
    ]


def only(session: Session, consultation: Consultation) -> AnswerGroup:
    (group,) = group_queries.list_groups(session, consultation.id)
    return group


@BOTH
def test_B4_R39_equal_texts_are_one_group(session: Session, consultation: Consultation, group: object) -> None:
    rows = respond(session, consultation, "Tolv uger.", "Otte.", "tolv  UGER!", "Tolv uger.")
    assert group(session, consultation) == [("1", "3", "4")]  # type: ignore[operator]  # - one of the two above
    assert only(session, consultation).kind is GroupKind.IDENTICAL
    assert [row.seq for row in analysis.list_members(session, rows[2])] == [1, 4]


@BOTH
def test_R39_a_template_with_own_words_is_in_the_group_and_counted(
    session: Session, consultation: Consultation, group: object
) -> None:
    rows = respond(session, consultation, TEMPLATE, TEMPLATE, f"{TEMPLATE} {OWN}", OTHER)
    assert group(session, consultation) == [("1", "2", "3")]  # type: ignore[operator]  # - one of the two above
    found = only(session, consultation)
    assert (found.kind, found.responses, found.senders, found.identical) == (GroupKind.TEMPLATE, 3, 3, 2)
    assert figures.read(session, consultation.id)["identical"] == 2
    assert [row.seq for row in analysis.list_members(session, rows[0])] == [2, 3]


def test_R39_five_letters_from_one_person_are_five_responses_of_one_sender(
    session: Session, consultation: Consultation
) -> None:
    for _ in range(5):
        received(session, consultation, TEMPLATE)
        keep_up(session, consultation)
    found = only(session, consultation)
    assert (found.responses, found.senders, found.identical) == (5, 1, 5)


def test_R39_grouping_again_changes_nothing(session: Session, consultation: Consultation) -> None:
    respond(session, consultation, TEMPLATE, f"{TEMPLATE} {OWN}", OTHER)
    regroup(session, consultation)
    key = only(session, consultation).key
    assert regroup(session, consultation) == keep_up(session, consultation) == [("1", "2")]
    assert only(session, consultation).key == key


def test_R39_a_withdrawn_one_is_no_longer_in_the_group(session: Session, consultation: Consultation) -> None:
    rows = respond(session, consultation, TEMPLATE, TEMPLATE, TEMPLATE)
    keep_up(session, consultation)
    responses.withdraw_response(session, NOW, rows[1])
    session.commit()
    assert keep_up(session, consultation, rows[1]) == [("1", "3")]
    assert [row.seq for row in analysis.list_members(session, rows[0])] == [3]
    assert figures.read(session, consultation.id)["identical"] == 2


def test_R39_who_corrects_the_text_leaves_the_group_and_takes_nothing_along(
    session: Session, consultation: Consultation
) -> None:
    rows = respond(session, consultation, TEMPLATE, TEMPLATE, TEMPLATE)
    keep_up(session, consultation)
    correct(session, rows[0], OTHER)
    assert keep_up(session, consultation, rows[0]) == [("2", "3")]
    assert group_queries.find_group(session, rows[0].id) is None


def correct(session: Session, response: Response, text: str) -> None:
    content = Content((AnswerContent(text),))
    sender = sender_of(newest_version(session, response.id))
    responses.correct_response(session, factories.settings(), NOW, response, sender, content)


def test_R39_for_and_against_in_the_same_words_are_not_equal(session: Session, consultation: Consultation) -> None:
    for n, stance in enumerate((Stance.SUPPORT, Stance.OPPOSE)):
        content = Content((AnswerContent("Se vores brev.", stance),))
        sent = factories.submission(content=content, sender=factories.sender(name=f"Prøve {n}"))
        factories.response(session, consultation, sent)
    assert regroup(session, consultation) == []


def test_R39_the_same_words_with_another_proposed_wording_are_not_equal(
    session: Session, consultation: Consultation
) -> None:
    place = factories.places(session, consultation)[1, "hvem"]
    for n, proposed in enumerate(("Tolv uger.", "Otte uger.")):
        content = Content((AnswerContent("Det er for kort.", None, proposed, *place),))
        sent = factories.submission(content=content, sender=factories.sender(name=f"Prøve {n}"))
        factories.response(session, consultation, sent)
    assert regroup(session, consultation) == []


def test_R39_who_is_looked_through_is_grouped_and_who_withdraws_too(
    session: Session, consultation: Consultation
) -> None:
    row = factories.response(session, consultation)
    HANDLERS["moderation.scan"].write(session, factories.settings(), NOW, version_id=newest_version(session, row.id).id)
    responses.withdraw_response(session, NOW, row)
    owed = session.scalars(select(Job.arguments).where(Job.name == "moderation.group")).all()
    assert [json.loads(one) for one in owed] == [{"response_id": row.id}] * 2


def test_R39_what_is_quoted_from_a_draft_that_was_replaced_is_left_out_too(
    session: Session, consultation: Consultation
) -> None:
    """The next to come has everybody read anew, without the new draft's words."""
    rows = respond(session, consultation, f"{TEMPLATE} {OWN}", f"{TEMPLATE} Jeg bor alene.")
    assert keep_up(session, consultation) == [("1", "2")]
    (text, *_) = session.scalars(select(SectionText)).all()
    text.text = TEMPLATE
    factories.draft(session, consultation, 3)
    session.commit()
    grouping._readers.clear()
    assert keep_up(session, consultation, rows[1]) == []


def test_R39_what_comes_one_by_one_gives_what_all_at_once_gives(session: Session, consultation: Consultation) -> None:
    """Sent, corrected and withdrawn in random order; counters too."""
    dice = random.Random(39)
    pieces = [campaign.words(dice, 9) for _ in range(5)]
    rows: list[Response] = []
    for step in range(40):
        text = " ".join(dice.choices(pieces, k=dice.randint(1, 3)))
        here = [row for row in rows if row.withdrawn_at is None]
        turn = dice.random() if here else 0
        if turn < 0.6:
            rows += respond(session, consultation, text)
            changed = rows[-1]
        else:
            changed = dice.choice(here)
            withdraws = turn < 0.8
            responses.withdraw_response(session, NOW, changed) if withdraws else correct(session, changed, text)
        if step % 3 or dice.random() < 0.5:
            keep_up(session, consultation, changed)
    one_by_one = told(session, consultation, keep_up(session, consultation, *rows))
    assert one_by_one == told(session, consultation, regroup(session, consultation))
    assert len(one_by_one[0]) > 2


def told(session: Session, consultation: Consultation, found: list[tuple[str, ...]]) -> tuple[list[object], int]:
    counters: list[object] = [
        (numbers, row.kind, row.responses, row.senders, row.identical, row.near)
        for numbers, row in zip(found, group_queries.list_groups(session, consultation.id), strict=True)
    ]
    return sorted(counters, key=str), figures.read(session, consultation.id).get("identical", 0)


def test_P2_the_index_holds_no_words_and_no_hash_without_the_key(session: Session, consultation: Consultation) -> None:
    respond(session, consultation, TEMPLATE)
    regroup(session, consultation)
    before = set(session.scalars(select(Shingle.hash)))
    grouping.rebuild(session, factories.settings(), consultation)
    assert set(session.scalars(select(Shingle.hash))) == before
    other = factories.settings().__class__(**{**vars(factories.settings()), "secret_key": "another-secret" * 4})
    grouping.group_response(session, other, NOW, response_id=session.scalars(select(Response.id)).one())
    assert before.isdisjoint(session.scalars(select(Shingle.hash)))


def test_R39_what_is_no_longer_said_is_not_kept(session: Session, consultation: Consultation) -> None:
    (row,) = respond(session, consultation, TEMPLATE)
    keep_up(session, consultation)
    responses.withdraw_response(session, NOW, row, by=By.SENDER)
    keep_up(session, consultation)
    for table in (Letter, Shingle, GroupMember, AnswerGroup):
        assert session.scalars(select(table)).first() is None, table


def test_P4_what_is_forgotten_leaves_no_trace_and_the_others_where_they_were(
    session: Session, consultation: Consultation
) -> None:
    rows = respond(session, consultation, f"{TEMPLATE} {OWN}", TEMPLATE, TEMPLATE)
    keep_up(session, consultation)
    grouping.forget(session, rows[0])
    own = session.scalars(select(Letter)).one().shingles
    assert set(session.scalars(select(Shingle.hash))) == set(campaigns.unpacked(own))
    assert keep_up(session, consultation, *rows[1:]) == [("2", "3")]
    assert figures.read(session, consultation.id)["identical"] == 2
