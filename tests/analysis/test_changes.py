"""Changes of the drafts' texts: several in a section, several positions behind one, newer versions (R37)."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.analysis import changes, points, positions, queries
from consultation.consultations.queries import list_drafts, list_sections
from consultation.errors import Conflict, Invalid
from consultation.models import Change, ChangePosition, Consultation, DraftVersion, Position, SectionText
from consultation.vocabulary import Outcome
from tests.analysis.browsing import I, post, published, words
from tests.analysis.dividing import ACTOR, position, spans
from tests.factories import NOW, OPENED
from tests.pages import PageClient

BEFORE, AFTER = "højst seks uger", "højst tolv uger"


def first_section(session: Session, consultation: Consultation) -> SectionText:
    return list_sections(session, list_drafts(session, consultation.id)[0].version.id)[0]


def accepted(session: Session, consultation: Consultation, title: str) -> Position:
    section = first_section(session, consultation)
    draft_id = section.section.draft_id
    return position(session, consultation, title, draft_id, section.section_id, recommended=Outcome.ACCEPTED)


def made(
    session: Session, consultation: Consultation, *rows: Position, before: str = BEFORE, after: str = AFTER
) -> Change:
    section = first_section(session, consultation)
    return changes.save_change(session, ACTOR, NOW, consultation, section, before=before, after=after, positions=rows)


def newer_version(session: Session, section: SectionText, text: str) -> SectionText:
    version = DraftVersion(
        authority_id=section.authority_id,
        draft_id=section.section.draft_id,
        number=2,
        published_at=OPENED + timedelta(days=1),
    )
    session.add(version)
    session.flush()
    copy = SectionText(
        authority_id=section.authority_id,
        version_id=version.id,
        section_id=section.section_id,
        position=1,
        printed_number="1",
        heading=section.heading,
        html=f"<p>{text}</p>",
        text=text,
    )
    session.add(copy)
    session.commit()
    return copy


def behind(session: Session, change: Change) -> list[str]:
    return [row.title for row in queries.positions_behind(session, change.id)]


def test_R37_two_changes_of_the_same_words_are_refused(session: Session, consultation: Consultation) -> None:
    row = accepted(session, consultation, "Ønske om længere forløb")
    made(session, consultation, row)
    with pytest.raises(Invalid) as refused:
        made(session, consultation, row, before="seks uger", after="otte uger")
    assert refused.value.errors == {"before": "overlap"}


def test_R37_a_change_that_was_removed_is_in_nobodys_way(session: Session, consultation: Consultation) -> None:
    row = accepted(session, consultation, "Ønske om længere forløb")
    changes.remove_change(session, ACTOR, NOW, consultation, made(session, consultation, row))
    second = made(session, consultation, row, before="seks uger", after="otte uger")
    assert [one.id for one, _section in queries.list_changes(session, row.id)] == [second.id]


def test_R37_positions_come_to_a_change_and_go_and_no_link_is_deleted(
    session: Session, consultation: Consultation
) -> None:
    first, second = (accepted(session, consultation, f"Ønske om {name}") for name in "ab")
    change = made(session, consultation, first)
    kept = changes.set_positions(session, ACTOR, NOW, consultation, change, [first.id, second.id])
    assert (kept, behind(session, kept)) == (change, ["Ønske om a", "Ønske om b"])
    later = changes.set_positions(session, ACTOR, NOW, consultation, change, [second.id])
    session.commit()
    assert (behind(session, later), later.before, later.after) == (["Ønske om b"], BEFORE, AFTER)
    assert change.removed
    assert len(session.scalars(select(ChangePosition).where(ChangePosition.change_id == change.id)).all()) == 2
    with pytest.raises(Invalid):
        changes.set_positions(session, ACTOR, NOW, consultation, later, [])


def test_C2_a_change_that_another_has_worded_otherwise_is_not_overwritten(
    session: Session, consultation: Consultation
) -> None:
    row = accepted(session, consultation, "Ønske om længere forløb")
    change = made(session, consultation, row)
    words = {"before": BEFORE, "after": "højst ti uger"}
    changes.edit_change(session, ACTOR, NOW, consultation, change, **words, base=(BEFORE, AFTER))
    with pytest.raises(Conflict):
        changes.edit_change(session, ACTOR, NOW, consultation, change, **words, base=(BEFORE, AFTER))


def test_R37_each_position_behind_it_keeps_what_a_change_said(session: Session, consultation: Consultation) -> None:
    row = accepted(session, consultation, "Ønske om længere forløb")
    change = made(session, consultation, row)
    said, revision = positions.said_of(session, row), row.revision
    changes.edit_change(session, ACTOR, NOW, consultation, change, before=BEFORE, after="højst ti uger")
    assert (queries.list_events(session, row.id)[-1].before, row.revision) == (said, revision + 1)


@pytest.mark.parametrize(
    ("text", "carried"),
    [
        ("Du kan få hjælp i højst seks uger. Det er nyt.", True),
        ("Du kan få hjælp i højst syv uger.", False),
        ("højst seks uger, ja, højst seks uger", False),
    ],
)
def test_R7_a_change_follows_to_a_newer_version_where_its_words_stand_once(
    session: Session, consultation: Consultation, text: str, carried: bool
) -> None:
    change = made(session, consultation, accepted(session, consultation, "Ønske om længere forløb"))
    newer = newer_version(session, first_section(session, consultation), text)
    if not carried:
        with pytest.raises(Invalid):
            changes.carry_change(session, ACTOR, NOW, consultation, change)
        return
    changes.carry_change(session, ACTOR, NOW, consultation, change)
    session.commit()
    assert change.section_text_id == newer.id


# Pages


def test_R37_a_section_is_shown_with_all_its_changes_in_place(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    row = accepted(store, consultation, "Ønske om længere forløb")
    change = made(store, consultation, row)
    store.commit()
    page = f"{I}/aendringer/{change.id}"
    assert "Fjernet: seks Tilføjet: tolv" in words(owner.get(page))
    new = f"{I}/synspunkter/{row.id}/aendring"
    assert "har nogle af de samme ord" in words(post(owner, new, new, {"before": "seks uger", "after": "otte"}))
    assert post(owner, page, page, {"before": BEFORE, "after": "højst ti uger"}).status_code == 303
    assert "Fjernet: seks Tilføjet: ti" in words(owner.get(page))


def test_C2_both_wordings_of_a_change_are_seen(store: Session, consultation: Consultation, owner: PageClient) -> None:
    change = made(store, consultation, accepted(store, consultation, "Ønske om længere forløb"))
    store.commit()
    page = f"{I}/aendringer/{change.id}"
    began = {"old": BEFORE, "new": AFTER, "before": BEFORE}
    assert post(owner, page, page, began | {"after": "højst ti uger"}).status_code == 303
    clash = post(owner, page, page, began | {"after": "højst elleve uger"})
    assert clash.status_code == 409
    assert "højst elleve uger" in words(clash)
    assert "Tilføjet: ti" in words(clash)
    now = {"old": BEFORE, "new": "højst ti uger", "before": BEFORE, "after": "højst elleve uger"}
    assert post(owner, page, page, now).status_code == 303


def test_R37_the_positions_behind_a_change_are_chosen_on_its_page(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    first, second = (accepted(store, consultation, f"Ønske om {name}") for name in "ab")
    change = made(store, consultation, first)
    store.commit()
    page = f"{I}/aendringer/{change.id}"
    sent = post(owner, page, f"{page}/synspunkter", {"positions": str(second.id)})
    assert sent.status_code == 303
    kept = sent.headers["Location"]
    assert owner.get(page).status_code == 404
    assert "Ønske om b (0)" in words(owner.get(kept))
    assert post(owner, kept, f"{kept}/fjern").status_code == 303
    assert owner.get(kept).status_code == 404
    assert "Ny tekst i udkastet: fra" in words(owner.get(f"{I}/synspunkter/{second.id}"))


def test_R7_a_change_of_an_earlier_version_is_to_be_seen_again(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    change = made(store, consultation, accepted(store, consultation, "Ønske om længere forløb"))
    newer_version(store, first_section(store, consultation), "Du får højst seks uger.")
    page = f"{I}/aendringer/{change.id}"
    assert "Ændringen skal ses igen" in words(owner.get(page))
    assert post(owner, page, f"{page}/foelg-med").status_code == 303
    assert "skal ses igen" not in words(owner.get(page))


def test_R37_a_section_stands_beside_everything_that_is_said_of_it(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    section = first_section(store, consultation)
    on_it = accepted(store, consultation, "Ønske om længere forløb")
    position(store, consultation, "Ønske om ro", section.section.draft_id)
    position(store, consultation, "Ønske om noget helt andet")
    response = published(store, consultation, "Tolv uger, tak.")
    points.make_point(store, ACTOR, NOW, response, spans(store, response, 0), on_it)
    made(store, consultation, on_it)
    store.commit()
    page = f"{I}/udkast/1/afsnit/{section.section.anchor}"
    shown = words(owner.get(page))
    assert "Fjernet: seks Tilføjet: tolv" in shown
    assert shown.index("Ønske om længere forløb (1)") < shown.index("Ønske om ro (0)")
    assert "1.1 Tolv uger, tak." in shown
    assert "noget helt andet" not in shown
    assert "Næste afsnit: 2 Hvor længe?" in shown
    assert f'href="{page}"' in owner.get(f"{I}/synspunkter/{on_it.id}").get_data(as_text=True)
    assert owner.get(f"{I}/udkast/1/afsnit/findes-ikke").status_code == 404
