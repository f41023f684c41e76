"""A sheet that comes back: what it changes, what it collides with, and what in it is not read (C2)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from consultation.lib.sheetfile import Page
from consultation.summary import edits, returned
from consultation.summary.edits import Base, Clash, Edit, Part, Plan
from consultation.summary.returned import Came, Fault
from consultation.summary.worksheet import HEADER, Standing, base_of
from consultation.vocabulary import Outcome

LONGER = Standing(
    "1", "1.1", "Ønske om et længere forløb", ("1", "2"), "1 Støtte", "2 Hvor længe?", "Tid", 4, 3,
    "Forløbet bliver forlænget.", Outcome.ACCEPTED, "højst ti uger",
)  # fmt: skip
SHARED = replace(LONGER, key="2", label="1.2", title="Ønske om pauser", new_text="")
BARE = replace(
    LONGER, key="3", label="0.1", title="Bekymring", remark_number=None, remark_version=0, remark="", outcome=None,
    new_text="",
)  # fmt: skip
ALL = (LONGER, SHARED, BARE)
WORDS = {Outcome.ACCEPTED: "Imødekommes", Outcome.NOTED: "Taget til efterretning", None: ""}


def row(one: Standing, **changed: str) -> dict[str, str]:
    """As the working sheet says it, and what somebody wrote in it."""
    cells = {
        "Nøgle": f"S{one.key}",
        "Pkt.": one.label,
        "Resumé": one.title,
        "Bemærkning": one.remark,
        "Indstilling": WORDS[one.outcome],
        "Ny tekst": one.new_text,
        "Udgave af bemærkningen": base_of(one),
        "Indstilling fra start": WORDS[one.outcome],
    }
    return cells | changed


def page(*rows: Mapping[str, str], header: Sequence[str] = HEADER, **given: object) -> Page:
    records = [(1, list(header))]
    records += [(at, [cells.get(name, "") for name in header]) for at, cells in enumerate(rows, start=2)]
    return Page("Synspunkter", records, [], [])._replace(**given)  # type: ignore[arg-type]  # - fields of Page


def plan(*rows: Mapping[str, str], standing: Sequence[Standing] = ALL, bases: Mapping[str, Base] | None = None) -> Plan:
    """What those rows would change, with the sheet made of `ALL`."""
    made_of = {f"S{one.key}": Base(one.remark, one.outcome) for one in ALL} if bases is None else bases
    return edits.plan(returned.read([page(*rows)]), standing, {"S7": Fault.ELSEWHERE, "S8": Fault.REMOVED}, made_of)


def told(found: Plan) -> list[tuple[str, Part, str, Clash | None]]:
    return [(edit.position.label, edit.part, edit.new, edit.clash) for edit in found.edits]


# What is changed


def test_a_sheet_that_nobody_wrote_in_changes_nothing() -> None:
    assert plan(*map(row, ALL)) == Plan((), (), ())


def test_a_remark_and_an_outcome_are_two_changes() -> None:
    found = plan(row(BARE, Bemærkning="Tak.", Indstilling="Taget til efterretning"), row(LONGER), row(SHARED))
    assert told(found) == [
        ("0.1", Part.REMARK, "Tak.", None),
        ("0.1", Part.OUTCOME, "Taget til efterretning", None),
    ]
    assert [(edit.old, edit.base) for edit in found.edits] == [("", ""), ("", "")]


def test_what_is_taken_in_already_is_no_change() -> None:
    written = replace(BARE, remark_number=9, remark_version=1, remark="Tak.", outcome=Outcome.NOTED)
    line = row(BARE, Bemærkning="Tak.", Indstilling="Taget til efterretning")
    assert plan(line, standing=(LONGER, SHARED, written)).edits == ()


@pytest.mark.parametrize("cell", ["", "  ", "\n"])
def test_an_empty_cell_changes_nothing(cell: str) -> None:
    assert plan(row(LONGER, Bemærkning=cell, Indstilling=cell)).edits == ()


@pytest.mark.parametrize("cell", ["Forløbet bliver forlænget. ", "Forløbet bliver forlænget.\r\n"])
def test_blanks_at_the_end_and_other_line_ends_are_no_change(cell: str) -> None:
    assert plan(row(LONGER, Bemærkning=cell)).edits == ()


@pytest.mark.parametrize("cell", ["imødekommes", "  IMØDEKOMMES  ", "Imødekommes"])
def test_an_outcome_is_known_however_it_is_written(cell: str) -> None:
    assert plan(row(BARE, Indstilling=cell)).edits[0].new == "Imødekommes"


def test_what_is_not_in_the_sheet_stays_and_is_told() -> None:
    found = plan(row(SHARED))
    assert (found.edits, found.problems, found.missing) == ((), (), ("1.1", "0.1"))


# Conflicts


def test_C2_a_remark_that_was_changed_here_meanwhile_is_a_conflict_with_all_three_texts() -> None:
    standing = (replace(LONGER, remark="En anden skrev.", remark_version=4),)
    [edit] = plan(row(LONGER, Bemærkning="Jeg skrev."), standing=standing).edits
    assert (edit.old, edit.new, edit.base) == ("En anden skrev.", "Jeg skrev.", "Forløbet bliver forlænget.")
    assert edit.clash is Clash.CHANGED


def test_C2_an_outcome_that_was_changed_here_meanwhile_is_a_conflict() -> None:
    standing = (replace(BARE, outcome=Outcome.NOTED),)
    [edit] = plan(row(BARE, Indstilling="Imødekommes"), standing=standing).edits
    assert (edit.old, edit.clash) == ("Taget til efterretning", Clash.CHANGED)


def test_C2_what_only_was_changed_here_stays_as_it_is_here() -> None:
    standing = (replace(LONGER, remark="En anden skrev.", remark_version=4, outcome=Outcome.NOTED),)
    assert plan(row(LONGER), standing=standing).edits == ()


def test_where_nobody_knows_what_the_sheet_said_every_change_is_a_conflict() -> None:
    found = plan(row(BARE, Bemærkning="Tak.", Indstilling="Imødekommes"), bases={})
    assert [(edit.clash, edit.base) for edit in found.edits] == [(Clash.CHANGED, None)] * 2


def test_a_shared_remark_with_the_same_new_text_everywhere_is_one_change() -> None:
    found = plan(row(LONGER, Bemærkning="Nyt."), row(SHARED, Bemærkning="Nyt."))
    assert [(edit.clash, edit.others) for edit in found.edits] == [(None, ("1.2",)), (None, ("1.1",))]


@pytest.mark.parametrize("other", [{"Bemærkning": "Noget andet."}, {}], ids=["two new texts", "one left as it was"])
def test_a_shared_remark_with_two_texts_is_a_conflict(other: dict[str, str]) -> None:
    found = plan(row(LONGER, Bemærkning="Nyt."), row(SHARED, **other))
    assert {edit.clash for edit in found.edits} == {Clash.SHARED}


def test_a_shared_remark_is_not_changed_for_a_position_that_is_not_in_the_sheet() -> None:
    [edit] = plan(row(LONGER, Bemærkning="Nyt.")).edits
    assert (edit.clash, edit.others) == (Clash.SHARED, ("1.2",))


@pytest.mark.parametrize(
    "other",
    [
        {"old": "Noget andet"},
        {"new": "Noget andet"},
        {"clash": Clash.CHANGED},
        {"others": ("2.2",)},
        {"position": replace(LONGER, remark_version=4)},
        {"part": Part.OUTCOME},
    ],
)
def test_what_was_ticked_is_not_another_change(other: dict[str, object]) -> None:
    edit = Edit(LONGER, Part.REMARK, "før", "efter", "før")
    assert replace(edit, **other).token != edit.token  # type: ignore[arg-type]  # - fields of Edit


# What is not read


def faults(found: Came | Plan) -> list[tuple[int, Fault, str]]:
    return [(problem.row, problem.fault, problem.about) for problem in found.problems]


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"Nøgle": "S99"}, (2, Fault.UNKNOWN, "S99")),
        ({"Nøgle": "S7"}, (2, Fault.ELSEWHERE, "S7")),
        ({"Nøgle": "S8"}, (2, Fault.REMOVED, "S8")),
        ({"Nøgle": ""}, (2, Fault.UNKNOWN, "")),
        ({"Indstilling": "Måske"}, (2, Fault.WORD, "Måske")),
        ({"Bemærkning": "a\ud83d"}, (2, Fault.CHARACTERS, "")),
        ({"Bemærkning": "x" * 200_001}, (2, Fault.TOO_LONG, "")),
        ({"Ny tekst": "højst elleve uger"}, (2, Fault.NEW_TEXT, "1.1")),
    ],
)
def test_a_row_that_cannot_be_read_is_told_and_not_taken(
    changed: dict[str, str], fault: tuple[int, Fault, str]
) -> None:
    found = plan(row(LONGER, **changed))
    assert (faults(found), found.edits) == ([fault], ())


def test_a_key_in_two_rows_is_read_in_neither() -> None:
    found = plan(row(BARE, Bemærkning="Det ene."), row(BARE, Bemærkning="Det andet."))
    assert (faults(found), found.edits, found.missing) == ([(3, Fault.TWICE, "S3")], (), ("1.1", "1.2"))


def test_a_formula_is_not_read_but_the_other_rows_are() -> None:
    came = returned.read([page(row(LONGER), row(BARE, Bemærkning="Tak."), formulas=["I2", "Z3"])])
    assert faults(came) == [(2, Fault.FORMULA, "I2")]
    assert [line.key for line in came.lines] == ["S3"]


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"merged": ["A3:B4"]}, (0, Fault.MERGED, "A3:B4")),
        ({"header": [*HEADER, "Bemærkning"]}, (1, Fault.TWICE_HEADED, "Bemærkning")),
        ({"header": ["Pkt.", "Bemærkning", "Indstilling"]}, (0, Fault.NO_SHEET, "")),
    ],
)
def test_a_sheet_whose_cells_mean_nothing_certain_is_not_read(
    given: dict[str, list[str]], fault: tuple[int, Fault, str]
) -> None:
    came = returned.read([page(row(LONGER), **given)])
    assert (faults(came), came.lines) == ([fault], ())


def test_columns_are_known_by_their_headings_in_any_order_and_others_are_left_alone() -> None:
    header = ["Egne noter", "INDSTILLING", " bemærkning ", "Nøgle"]
    cells = {"INDSTILLING": "Imødekommes", " bemærkning ": "Tak.", "Nøgle": "S3", "Egne noter": "husk"}
    [line] = returned.read([Page("Andet", [(1, ["noget"])], [], []), page(cells, header=header)]).lines
    assert (line.key, line.remark, line.outcome) == ("S3", "Tak.", Outcome.ACCEPTED)
    assert (line.base_remark, line.base_outcome, line.new_text) == (None, None, None)


def test_a_text_that_went_on_in_the_next_row_is_one_text() -> None:
    first = row(BARE, Bemærkning="a" * 32_767)
    rest = dict.fromkeys(HEADER, "") | {"Nøgle": "S3", "Bemærkning": "b" * 9}
    [line] = returned.read([page(first, rest)]).lines
    assert line.remark == "a" * 32_767 + "b" * 9


def test_an_overview_says_of_which_snapshot_it_is() -> None:
    guide = Page("Læs her (KLADDE)", [(1, ["Emne", "Oplysning"]), (6, ["Øjebliksbillede", "17"])], [], [])
    header = ["Nøgle", "Bemærkning", "Indstilling"]
    came = returned.read([guide, page(row(BARE), header=header)])
    assert (came.snapshot, came.has_bases) == ("17", False)
