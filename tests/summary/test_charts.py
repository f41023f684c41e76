"""A picture of a table: the same numbers, readable without colour and on a telephone, every word literal (R40, R52)."""

from dataclasses import replace
from xml.etree import ElementTree

import pytest

from consultation.lib import typeset
from consultation.summary import charts
from consultation.summary.arriving import arrivals
from consultation.summary.blocks import pictured
from consultation.summary.charts import MOST_BARS, Bar, bars, described, drawn
from consultation.summary.document import Chart, Table, plain
from consultation.summary.soundness import require_sound
from consultation.summary.structure import Captioned, printed
from tests.summary.papers import LITERAL, PAPER, PICTURED
from tests.summary.sample import at

SVG = "{http://www.w3.org/2000/svg}"
FOUND = (Bar("8 Praktisk hjælp", 1200, "1.200"), Bar("9 Ledsagelse", 300, "300"), Bar("10 Aflastning", 0, "0"))


def parsed(drawing: str) -> ElementTree.Element:
    return ElementTree.fromstring(drawing)


def texts(drawing: str) -> list[str]:
    return ["".join(element.itertext()) for element in parsed(drawing).iter(f"{SVG}text")]


def lengths(drawing: str) -> list[float]:
    return [float(element.get("width", "").rstrip("%")) for element in parsed(drawing).iter(f"{SVG}rect")][1:]


def table_of(*rows: tuple[str, str]) -> Table:
    return Table("T", ("Navn", "Svar"), tuple((plain(a), plain(b)) for a, b in rows), (3, 1), numeric=(1,))


def test_R40_the_bars_are_read_out_of_the_table() -> None:
    assert [(bar.name, bar.value) for bar in bars(PICTURED)] == [("Råd", 4), ("Organisationer", 11), ("Borgere", 84)]
    assert bars(Chart("C", "A.", table_of(("x", "1.200")), 1)) == (Bar("x", 1200, "1.200"),)


def test_R40_a_picture_is_always_followed_by_its_table() -> None:
    shown = [part.block for part in printed(PAPER) if isinstance(part, Captioned)]
    assert shown[shown.index(PICTURED) + 1] is PICTURED.table


@pytest.mark.parametrize("width", [None, 600])
def test_each_bar_is_as_long_as_its_number_and_has_it_at_its_end(width: int | None) -> None:
    drawing = drawn(FOUND, width)
    first, second, third = lengths(drawing)
    assert third == 0
    assert first / second == pytest.approx(4, rel=0.01)
    assert texts(drawing) == ["8 Praktisk hjælp", "1.200", "9 Ledsagelse", "300", "10 Aflastning", "0"]


def test_O5_a_drawing_has_no_style_and_nothing_that_is_fetched_or_runs() -> None:
    drawing = drawn(FOUND, said=described("_figur-1", "Figur 1: Svar", "Tre søjler."))
    names = {element.tag.removeprefix(SVG) for element in parsed(drawing).iter()}
    attributes = {name for element in parsed(drawing).iter() for name in element.attrib}
    assert names == {"svg", "title", "desc", "rect", "text"}
    assert not {name for name in attributes if name.startswith("on") or name in {"style", "href", "class"}}


def test_R52_a_drawing_on_a_page_says_what_it_shows() -> None:
    root = parsed(drawn(FOUND, said=described("k", "Figur 1: Svar", "Tre søjler.")))
    said = {element.get("id"): element.text for element in root if element.get("id")}
    assert root.get("role") == "img"
    assert said[root.get("aria-labelledby")] == "Figur 1: Svar"
    assert said[root.get("aria-describedby")] == "Tre søjler."


@pytest.mark.parametrize("text", [text for text in LITERAL if len(text) < 60])
def test_O5_a_name_is_drawn_as_it_is_written(text: str) -> None:
    assert texts(drawn((Bar(text, 1, "1"),), 600))[0] == text


def test_a_long_name_takes_two_lines_and_says_that_it_goes_on() -> None:
    first, second, number = texts(drawn((Bar("Rengøring " * 30, 1, "1"),), None))
    assert first.startswith("Rengøring")
    assert second.endswith("…")
    assert number == "1"


def test_a_word_without_end_stays_inside_the_drawing() -> None:
    first, second, _number = texts(drawn((Bar("Å" * 500, 1, "1"),), None))
    assert len(first) * charts._letter("Å") <= charts.NARROW
    assert second.endswith("…")


def test_a_drawing_is_as_high_as_it_says() -> None:
    root = parsed(drawn(FOUND, 600))
    assert root.get("height") == str(charts.height(FOUND, 600))


def test_R45_the_bitmap_is_the_same_each_time() -> None:
    first, again = (typeset.pictures([drawn(FOUND, 600)])[0] for _ in range(2))
    assert first == again
    assert first.startswith(b"\x89PNG")


def test_the_sentence_names_the_longest_and_the_shortest() -> None:
    block = pictured("Svar", "svar", table_of(("Nord", "7"), ("Syd", "2")), 1)
    assert isinstance(block, Chart)
    assert block.about == "Søjlediagram med 2 søjler: flest svar ved Nord (7), færrest ved Syd (2)."


@pytest.mark.parametrize("rows", [(), (("x", "1"),), (("x", "0"), ("y", "0")), (("x", "1"),) * (MOST_BARS + 1)])
def test_a_table_that_makes_no_picture_stands_alone(rows: tuple[tuple[str, str], ...]) -> None:
    assert isinstance(pictured("Svar", "svar", table_of(*rows), 1), Table)


@pytest.mark.parametrize(
    "spoiled",
    [
        replace(PICTURED, column=0),
        replace(PICTURED, about=" "),
        replace(PICTURED, about="\x0b"),
        replace(PICTURED, table=replace(PICTURED.table, numeric=(0,)), column=0),
        replace(PICTURED, table=table_of(("x", "mange"), ("y", "1"))),
        replace(PICTURED, table=table_of()),
        replace(PICTURED, anchor="tekster"),
    ],
)
def test_a_picture_that_says_something_else_than_its_table_is_refused(spoiled: Chart) -> None:
    heading = PAPER.blocks[0]
    with pytest.raises(ValueError, match=r"chart|character|anchor"):
        require_sound(replace(PAPER, blocks=(replace(heading, anchor="tekster"), spoiled)))  # type: ignore[arg-type]  # - the first block is a heading


def test_R40_responses_are_counted_by_day_and_in_a_long_time_by_week() -> None:
    assert arrivals([]) == ()
    short = arrivals([at(7).date(), at(9).date(), at(9).date()])
    assert [number for _, number in short] == [1, 0, 2]
    assert short[0][0].replace("\N{NO-BREAK SPACE}", " ") == "7. oktober 2019"
    long = arrivals([at(7).date(), at(13).date(), at(28).date()])
    assert [number for _, number in long] == [2, 0, 0, 1]
    assert long[0][0].replace("\N{NO-BREAK SPACE}", " ") == "Uge 41, fra 7. oktober 2019"
