"""Remarks and outcomes from a sheet that came back: by the operations of the pages, all or nothing (C2, R37)."""

import json
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consultation.analysis import positions, queries, remarks, themes
from consultation.errors import Conflict
from consultation.lib.sheetfile import Page, read_book
from consultation.models import Audit, Position, Remark, RemarkVersion
from consultation.summary import taking_in, xlsx
from consultation.summary.dataset import data
from consultation.summary.edits import Clash, Plan
from consultation.summary.inputs import from_json
from consultation.summary.manifest import snapshot_data
from consultation.summary.overview import sheets
from consultation.summary.returned import Fault
from consultation.summary.selection import Selection
from consultation.vocabulary import Outcome
from tests import factories
from tests.summary.case import READY, Case, case
from tests.summary.filled import Written, by_libreoffice, filled, opened, saved, sheet_of
from tests.summary.test_xlsx import PROPERTIES

NEW = {"1.1": {"Bemærkning": "Forløbet bliver\nforlænget til ti uger."}, "0.1": {"Indstilling": "Imødekommes"}}


@pytest.fixture
def made(session: Session) -> Case:
    found = case(session)
    session.commit()
    return found


def pages(made: Case, written: Written) -> list[Page]:
    return read_book(filled(sheet_of(made), written))


def plan(made: Case, given: list[Page]) -> Plan:
    return taking_in.plan_of(made.session, made.consultation, given)


def take(made: Case, given: list[Page]) -> taking_in.Taken:
    """Everything, conflicts too, as it stands now."""
    tokens = [edit.token for edit in plan(made, given).edits]
    taken = taking_in.take_in(made.session, made.owner, READY, made.consultation, given, tokens)
    made.session.commit()
    return taken


def remark(made: Case, position: Position) -> tuple[int, str]:
    """The number of its remark, and the newest text."""
    made.session.expire_all()
    row = made.session.get_one(Remark, position.remark_id)
    newest = queries.newest_remark(made.session, row.id)
    assert newest is not None
    return row.number, newest.text


def count(made: Case, kind: type[RemarkVersion | Audit]) -> int:
    return made.session.scalar(select(func.count()).select_from(kind)) or 0


def test_what_was_written_in_the_sheet_stands_on_the_pages(made: Case) -> None:
    before, _text = remark(made, made.accepted)
    assert take(made, pages(made, NEW)) == (1, 1)
    assert remark(made, made.accepted) == (before, "Forløbet bliver\nforlænget til ti uger.")
    assert made.noted.recommended_outcome is Outcome.ACCEPTED
    assert remark(made, made.noted)[1] == "Forvaltningen har noteret det."


def test_who_took_it_in_stands_by_the_text_and_once_in_the_log(made: Case) -> None:
    take(made, pages(made, NEW))
    newest = made.session.scalars(select(RemarkVersion).order_by(RemarkVersion.id.desc()).limit(1)).one()
    assert newest.by == made.owner
    [entry] = made.session.scalars(select(Audit).where(Audit.event == "sheet.taken_in")).all()
    assert json.loads(entry.fields) == {"remarks": 1, "outcomes": 1}


def test_the_same_sheet_twice_changes_nothing(made: Case) -> None:
    given = pages(made, NEW)
    take(made, given)
    before = count(made, RemarkVersion), count(made, Audit)
    assert plan(made, given).edits == ()
    take(made, given)
    assert (count(made, RemarkVersion), count(made, Audit)) == before


def test_C2_the_text_that_gave_way_is_kept(made: Case) -> None:
    given = pages(made, NEW)
    row, newest = queries.get_remark(made.session, made.consultation.id, remark(made, made.accepted)[0])
    remarks.write_remark(
        made.session, made.secretary, READY, made.consultation, row, base_number=newest.number, text="Imens."
    )
    made.session.commit()
    assert [edit.clash for edit in plan(made, given).edits if edit.position.label == "1.1"] == [Clash.CHANGED]
    take(made, given)
    texts = [version.text for version in queries.list_remark_versions(made.session, row.id)]
    assert texts == ["Forløbet bliver\nforlænget til ti uger.", "Imens.", "Forløbet bliver forlænget."]


def test_C2_what_is_no_longer_what_was_seen_is_not_written_nor_anything_else(made: Case) -> None:
    given = pages(made, NEW)
    tokens = [edit.token for edit in plan(made, given).edits]
    row, newest = queries.get_remark(made.session, made.consultation.id, remark(made, made.accepted)[0])
    remarks.write_remark(
        made.session, made.secretary, READY, made.consultation, row, base_number=newest.number, text="Imens."
    )
    made.session.commit()
    with pytest.raises(Conflict):
        taking_in.take_in(made.session, made.owner, READY, made.consultation, given, tokens)
    made.session.rollback()
    assert remark(made, made.accepted)[1] == "Imens."
    assert made.noted.recommended_outcome is Outcome.NOTED


def test_only_what_was_chosen_is_written(made: Case) -> None:
    given = pages(made, NEW)
    [token] = [edit.token for edit in plan(made, given).edits if edit.position.label == "0.1"]
    taken = taking_in.take_in(made.session, made.owner, READY, made.consultation, given, [token])
    assert taken == (0, 1)
    assert remark(made, made.accepted)[1] == "Forløbet bliver forlænget."


def share(made: Case) -> None:
    """One remark for both positions."""
    row = made.session.get_one(Remark, made.accepted.remark_id)
    remarks.use_remark(made.session, made.owner, READY, made.consultation, row, [made.noted])
    made.session.commit()


def test_a_shared_remark_that_says_the_same_for_all_gets_its_next_text(made: Case) -> None:
    share(made)
    same = {"Bemærkning": "Det samme for begge."}
    take(made, pages(made, {"1.1": same, "0.1": same}))
    assert remark(made, made.accepted) == remark(made, made.noted)
    assert remark(made, made.noted)[1] == "Det samme for begge."


def test_a_shared_remark_with_two_texts_becomes_two_remarks(made: Case) -> None:
    share(made)
    take(made, pages(made, {"1.1": {"Bemærkning": "Det ene."}, "0.1": {"Bemærkning": "Det andet."}}))
    assert (remark(made, made.accepted)[1], remark(made, made.noted)[1]) == ("Det ene.", "Det andet.")


def test_a_shared_remark_stays_for_the_position_whose_change_was_not_chosen(made: Case) -> None:
    share(made)
    same = {"Bemærkning": "Det samme for begge."}
    given = pages(made, {"1.1": same, "0.1": same})
    [token] = [edit.token for edit in plan(made, given).edits if edit.position.label == "1.1"]
    taking_in.take_in(made.session, made.owner, READY, made.consultation, given, [token])
    assert remark(made, made.accepted)[1] == "Det samme for begge."
    assert remark(made, made.noted)[1] == "Forløbet bliver forlænget."


def test_the_same_new_text_for_positions_without_a_remark_is_one_remark(made: Case) -> None:
    for position in (made.accepted, made.noted):
        position.remark_id = None
    made.session.commit()
    same = {"Bemærkning": "Tak for svarene."}
    take(made, pages(made, {"1.1": same, "0.1": same}))
    assert remark(made, made.accepted) == remark(made, made.noted)


def test_a_key_of_another_consultation_is_told_as_that(made: Case) -> None:
    other = factories.consultation(made.session, made.consultation.authority, "en-anden")
    theme = themes.add_theme(made.session, made.owner, READY, other, "Andet")
    strange = positions.save_position(made.session, made.owner, READY, other, None, title="Andet", theme=theme)
    given = pages(made, {"0.1": {"Nøgle": f"S{strange.id}", "Bemærkning": "Nyt."}})
    assert [(one.fault, one.about) for one in plan(made, given).problems] == [(Fault.ELSEWHERE, f"S{strange.id}")]


@pytest.mark.parametrize("key", ["S0", "S999999999999999999", "S-1", "1", "S1x", "Ø"])
def test_a_key_that_nobody_has_is_unknown(made: Case, key: str) -> None:
    given = pages(made, {"0.1": {"Nøgle": key, "Bemærkning": "Nyt."}})
    assert [one.fault for one in plan(made, given).problems] == [Fault.UNKNOWN]


# The overview that lies in the package


def overview(made: Case, written: Written) -> list[Page]:
    inputs = from_json(made.freeze().inputs.encode())
    made.session.commit()
    content = xlsx.write(sheets(data(Selection(inputs)), snapshot_data(inputs)), PROPERTIES)
    return read_book(filled(content, written))


def test_the_overview_of_a_package_comes_back_too(made: Case) -> None:
    assert plan(made, overview(made, {})) == Plan((), (), ())
    assert take(made, overview(made, NEW)) == (1, 1)
    assert remark(made, made.accepted)[1] == "Forløbet bliver\nforlænget til ti uger."


def test_C2_the_overview_is_compared_with_the_snapshot_it_was_made_of(made: Case) -> None:
    given = overview(made, NEW)
    row, newest = queries.get_remark(made.session, made.consultation.id, remark(made, made.accepted)[0])
    remarks.write_remark(
        made.session, made.secretary, READY, made.consultation, row, base_number=newest.number, text="Imens."
    )
    [clash] = [edit for edit in plan(made, given).edits if edit.clash]
    assert (clash.old, clash.base) == ("Imens.", "Forløbet bliver forlænget.")


# Programs


def test_a_remark_of_forty_thousand_letters_goes_out_and_comes_back_whole(made: Case) -> None:
    row, newest = queries.get_remark(made.session, made.consultation.id, remark(made, made.accepted)[0])
    long = "".join(chr(ord("a") + at % 26) for at in range(40_000))
    remarks.write_remark(made.session, made.owner, READY, made.consultation, row, base_number=newest.number, text=long)
    assert plan(made, read_book(sheet_of(made))) == Plan((), (), ())


def test_rows_that_were_sorted_and_deleted_are_known_by_their_keys(made: Case) -> None:
    book, page = opened(filled(sheet_of(made), NEW))
    page.delete_rows(next(row for row in range(2, page.max_row + 1) if page.cell(row, 2).value == "0.1"))
    found = plan(made, read_book(saved(book)))
    assert [edit.position.label for edit in found.edits] == ["1.1"]
    assert found.missing == ("0.1",)


def test_a_file_that_libreoffice_saved_says_the_same(made: Case, tmp_path: Path) -> None:
    content = filled(sheet_of(made), NEW)
    given = read_book(by_libreoffice(content, tmp_path))
    assert plan(made, given) == plan(made, read_book(content))
    assert plan(made, read_book(by_libreoffice(sheet_of(made), tmp_path))) == Plan((), (), ())
