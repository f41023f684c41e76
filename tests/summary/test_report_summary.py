"""The summary says what its main themes say, where responses disagree, and which single voices weigh (R42)."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from consultation.summary.dataset import data
from consultation.summary.dissent import dissent
from consultation.summary.document import Block, Document, Heading
from consultation.summary.gaps import gaps
from consultation.summary.inputs import Inputs, Picked, Point, Position, Response, Theme
from consultation.summary.recount import faults
from consultation.summary.report import build
from consultation.summary.selection import Selection
from consultation.summary.soundness import require_sound
from consultation.summary.structure import printed, words_in_order
from consultation.vocabulary import Outcome
from tests.summary.sample import LONGER, response, sample


def crowd(*titles: tuple[str, int], **changes: object) -> Inputs:
    """A consultation with one theme whose positions have so many responses each, all from different senders."""
    responses: list[Response] = []
    points: list[Point] = []
    positions: list[Position] = []
    for number, (title, size) in enumerate(titles, start=1):
        positions.append(Position(f"1.{number}", title, 1, None, "a", "B1", "Svar.", Outcome.NOTED))
        for _ in range(size):
            label = str(len(responses) + 1)
            responses.append(response(label, "Det mener jeg."))
            points.append(Point(f"{label}.1", label, f"1.{number}", quotes=("Det mener jeg.",)))
    made = replace(
        sample(), responses=tuple(responses), points=tuple(points), positions=tuple(positions), groups=(), campaigns=(),
        parties=(), themes=(Theme("a", "Tid"),),
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]  # - the fields of Inputs


def document(inputs: Inputs) -> Document:
    made = build(Selection(inputs))
    require_sound(made)
    return made


def under(inputs: Inputs, title: str) -> list[str]:
    """The words from a heading to the next one of its level or above."""
    blocks = list(document(inputs).blocks)
    start = next(index for index, one in enumerate(blocks) if isinstance(one, Heading) and one.text == title)
    level = blocks[start].level  # type: ignore[union-attr]  # - a heading, as the line above says
    found: list[Block] = []
    for block in blocks[start + 1 :]:
        if isinstance(block, Heading) and block.level <= level:
            break
        found.append(block)
    return _words(inputs, found)


def _words(inputs: Inputs, blocks: Sequence[Block]) -> list[str]:
    small = replace(document(inputs), blocks=tuple(blocks))
    edges = set(words_in_order(replace(small, blocks=())))
    assert len(list(printed(small))) >= len(blocks)
    return [text.replace("\N{NO-BREAK SPACE}", " ") for text in words_in_order(small) if text not in edges]


def test_a_main_theme_says_how_many_answered_what_they_say_and_what_is_answered() -> None:
    assert under(sample(), "Forløbets længde") == [
        "3 svar fra 3 afsendere handler om temaet og er samlet i 1 synspunkt:",
        "Ønske om forlængelse uden ny ansøgning (3), pkt. 2.1. Fra Handicaprådet i Randby (svar nr. 1) og 2 svar fra 2 "
        "afsendere: nr. 2, 4. Imødekommes delvist.",
    ]


def test_main_themes_stand_in_the_order_that_the_secretary_gave_them() -> None:
    found = [one.text for one in document(sample()).blocks if isinstance(one, Heading) and one.level == 3]
    assert found[:3] == ["Forløbets længde", "Timetal", "Generelt"]


def test_none_chosen_is_said_and_no_theme_is_taken_instead() -> None:
    inputs = replace(sample(), themes=tuple(replace(theme, main=None) for theme in sample().themes))
    assert under(inputs, "Hovedtemaer") == ["Der er ikke valgt hovedtemaer. Alle temaer står i afsnit 3.3."]


def test_a_main_theme_holds_the_themes_below_it() -> None:
    below = (Theme("hours", "Timetal", "a"), Theme("length", "Forløb", "a"))
    tree = (Theme("a", "Tid", main=1), *below, Theme("b", "Bus"))
    package = data(Selection(replace(sample(), themes=tree)))
    assert list(faults(package)) == []
    fields = ("number", "parent", "main", "positions", "responses")
    told = [tuple(one[field] for field in fields) for one in package["themes"]]
    assert told == [("1", None, 1, 3, 8), ("1.1", "1", None, 2, 5), ("1.2", "1", None, 1, 3), ("2", None, None, 0, 0)]


@pytest.mark.parametrize("field", ["positions", "responses", "senders"])
def test_a_theme_with_another_number_is_found(field: str) -> None:
    package = data(Selection(sample()))
    package["themes"][0][field] = 40
    assert any(fault.startswith("tema 1 har") for fault in faults(package))


@pytest.mark.parametrize(
    ("chosen", "text"),
    [
        (0, "Ingen hovedtemaer er valgt til sammenfatningen, og der skal være 3 til 6"),
        (1, "1 hovedtema er valgt til sammenfatningen, og der skal være 3 til 6"),
        (2, "2 hovedtemaer er valgt til sammenfatningen, og der skal være 3 til 6"),
        (3, None),
    ],
)
def test_a_final_package_wants_main_themes_where_there_are_three_to_choose_from(chosen: int, text: str | None) -> None:
    themes = tuple(
        replace(theme, main=rank if rank <= chosen else None) for rank, theme in enumerate(sample().themes, 1)
    )
    found = [gap.text for gap in gaps(replace(sample(), themes=themes)) if gap.kind == "main_themes"]
    assert found == ([text] if text else [])


def test_two_themes_with_responses_need_no_main_themes() -> None:
    assert [gap for gap in gaps(crowd(("Ønske om mere", 1))) if gap.kind == "main_themes"] == []


# Quotations


def test_support_of_one_draft_is_not_set_against_worries_about_another() -> None:
    inputs = crowd(("Støtte til fast tid", 2), ("Modstand mod loft", 2))
    apart = replace(inputs, positions=(inputs.positions[0], replace(inputs.positions[1], draft=2)))
    assert [found is None for found in (dissent(Selection(one).rows) for one in (inputs, apart))] == [False, True]


def test_a_number_that_a_reader_misses_among_the_others_says_where_it_is() -> None:
    inputs = crowd(("Ønske om fast tid", 2), ("Ønske om bedre breve", 1))
    outside = replace(inputs.positions[1], recommended=Outcome.OUT_OF_SCOPE)
    found = under(replace(inputs, positions=(inputs.positions[0], outside)), "Bemærkninger til de enkelte standarder")
    assert "Pkt. 1.2 ligger uden for høringen, se kapitel 6." in found


def test_it_is_not_said_that_nobody_speaks_of_the_drafts_as_a_whole_where_what_is_said_stands_elsewhere() -> None:
    inputs = crowd(("Ønske om fast tid", 2), ("Ønske om bedre veje", 1))
    none = "Ingen svar har bemærkninger, der gælder udkastene som helhed."
    assert under(inputs, "Generelle bemærkninger") == [none]
    outside = replace(inputs.positions[1], draft=None, recommended=Outcome.OUT_OF_SCOPE)
    found = under(replace(inputs, positions=(inputs.positions[0], outside)), "Generelle bemærkninger")
    assert found == ["Pkt. 1.2 ligger uden for høringen, se kapitel 6."]


def test_a_quotation_is_printed_where_a_person_picked_it_and_no_other() -> None:
    inputs = sample()
    assert not [block for block in document(inputs).blocks if type(block).__name__ == "Quote"]
    picked = tuple(
        replace(each, picked=(Picked("2.1", LONGER), Picked("2.1", "Ord, som ingen har skrevet.")))
        if each.number == "2.1"
        else each
        for each in inputs.positions
    )
    quotes = [block for block in document(replace(inputs, positions=picked)).blocks if type(block).__name__ == "Quote"]
    assert [(one.text, one.source[0].text) for one in quotes] == [(LONGER, "Svar nr. 2, punkt 2.1, til pkt. 2.1")]  # type: ignore[union-attr]  # - a quote


def test_a_picked_quotation_that_is_not_the_points_own_is_found() -> None:
    package = data(Selection(sample()))
    package["positions"][0]["quotes"] = [{"point": "1.2", "text": "Noget andet."}]
    assert "citatet i pkt. 0.1 er ikke fra punkt 1.2" in list(faults(package))
