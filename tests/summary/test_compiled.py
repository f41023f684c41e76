"""Each response whole, its points marked and answered beside it, and both ways in: by sender and by theme (R43)."""

import re
from dataclasses import replace
from typing import Any

import pytest

from consultation.summary import pdf, pdf_check
from consultation.summary.annexes import closed
from consultation.summary.compiled import compiled
from consultation.summary.dataset import data
from consultation.summary.document import Bullets, Document, Heading, Marked
from consultation.summary.indexes import RESPONDENTS, THEMES
from consultation.summary.inputs import File, Inputs, Place, Point, Theme
from consultation.summary.references import faults
from consultation.summary.report import build
from consultation.summary.selection import Selection
from consultation.summary.soundness import require_sound
from consultation.summary.structure import headings, words_in_order
from consultation.vocabulary import CopyState, PublicationMode, Status
from tests.summary.sample import LONGER, answer, response, sample

REPORT = {"pkt-2-1": 14, "pkt-0-1": 9, "pkt-1-1": 12}


def paper(inputs: Inputs | None = None) -> Document:
    document = compiled(Selection(inputs or sample()), REPORT)
    require_sound(document)
    return document


def notes(document: Document) -> list[str]:
    marked = (block for block in document.blocks if isinstance(block, Marked))
    return ["".join(run.text for run in note) for block in marked for note in block.notes]


def bracketed(document: Document) -> dict[str, str]:
    """The first number of each note -> the words that are marked for it, where marks do not overlap.

    A point whose words stand apart in a paragraph has one note."""
    found = {}
    for block in (block for block in document.blocks if isinstance(block, Marked)):
        begun = {passage.begins: passage.text for passage in reversed(block.passages) if passage.begins}
        words = list(begun.values())[::-1]
        found.update({note[0].text.split()[0].rstrip(","): text for note, text in zip(block.notes, words, strict=True)})
    return found


def register(document: Document, title: str) -> dict[str, list[str]]:
    """Below each heading of a register its lines."""
    found: dict[str, list[str]] = {}
    inside = False
    for block in document.blocks:
        if isinstance(block, Heading):
            inside = block.text == title if block.level == 1 else inside
            under = found.setdefault(block.text, []) if inside else []
        elif isinstance(block, Bullets) and inside:
            under.extend("".join(run.text for run in item) for item in block.items)
    return found


def with_points(*points: Point, **changes: Any) -> Inputs:
    return replace(sample(), points=points, **changes)


def with_response(number: str, **changes: Any) -> Inputs:
    inputs = sample()
    changed = tuple(replace(each, **changes) if each.number == number else each for each in inputs.responses)
    return replace(inputs, responses=changed)


def test_beside_each_point_stands_where_it_is_answered() -> None:
    found = notes(paper())
    assert "1.1 → pkt. 2.1, s. 14" in found
    assert "1.2 → pkt. 0.1, s. 9" in found
    assert "5.1 → pkt. 1.1, s. 12" in found
    assert bracketed(paper())["1.1"] == LONGER


def test_a_redaction_shows_its_label_and_what_is_left_is_marked() -> None:
    words = "".join(passage.text for block in paper().blocks if isinstance(block, Marked) for passage in block.passages)
    assert "Mit nummer er [CPR-nummer fjernet], og [navn fjernet] hjælper mig. Kørsel skal med." in words
    assert bracketed(paper())["3.1"] == "Kørsel skal med."


def test_a_point_is_marked_where_it_was_made_and_not_where_its_words_come_first() -> None:
    text = "Nej. Vi ser på det igen. Nej."
    inputs = with_points(
        Point("2.1", "2", "2.1", quotes=("Nej.",), places=(Place(0, 25, 29),)),
        responses=tuple(
            replace(each, answers=(answer(text),)) if each.number == "2" else each for each in sample().responses
        ),
    )
    (block,) = [block for block in paper(inputs).blocks if isinstance(block, Marked) and block.notes]
    assert [(passage.text, passage.begins) for passage in block.passages] == [(text[:25], ()), ("Nej.", ("1",))]


def test_identical_responses_stand_once_with_the_points_of_all() -> None:
    quote = ("Bevar de 15 timer om måneden.",)
    inputs = with_points(*(Point(f"{number}.1", str(number), "1.1", quotes=quote) for number in (5, 6, 7)))
    document = paper(inputs)
    assert "Svar nr. 5–7: 3 enslydende svar" in [heading.text for heading in headings(document)]
    assert notes(document) == ["5.1, 6.1, 7.1 → pkt. 1.1, s. 12"]


def group_of(size: int) -> Inputs:
    numbers = [str(number) for number in range(1, size + 1)]
    responses = tuple(response(number, "Nej tak.", group="1") for number in numbers)
    (group,) = sample().groups
    points = tuple(Point(f"{number}.1", number, "1.1", quotes=("Nej tak.",)) for number in numbers)
    return with_points(*points, responses=responses, groups=(replace(group, id="1", numbers=tuple(numbers)),))


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        (2, "1.1, 2.1 → pkt. 1.1, s. 12"),
        (3, "1.1, 2.1, 3.1 → pkt. 1.1, s. 12"),
        (4, "1.1 og 3 andre → pkt. 1.1, s. 12"),
    ],
)
def test_the_margin_names_a_few_and_the_rest_stand_below(size: int, shown: str) -> None:
    document = paper(group_of(size))
    assert notes(document) == [shown]
    below = [run.text for block in document.blocks if hasattr(block, "content") for run in block.content]
    assert ("1.1, 2.1, 3.1, 4.1 → pkt. 1.1, s. 12 i høringsnotatet" in below) is (size > 3)


def test_a_point_that_no_words_here_bear_stands_below_the_response() -> None:
    document = paper(with_points(Point("2.1", "2", "2.1")))
    runs = [run.text for block in document.blocks if hasattr(block, "content") for run in block.content]
    assert "2.1 → pkt. 2.1, s. 14 i høringsnotatet" in runs


def test_a_point_in_no_position_says_so() -> None:
    assert notes(paper(with_points(Point("2.1", "2", None, quotes=(LONGER,))))) == ["2.1 → ikke i noget synspunkt"]


def test_bodies_stand_in_the_register_by_name_and_all_others_by_number() -> None:
    found = register(paper(), RESPONDENTS)
    assert found["Råd, organisationer og myndigheder"] == [
        "Handicaprådet i Randby, nr. 1: 1.1 → pkt. 2.1, s. 14; 1.2 → pkt. 0.1, s. 9",
        "Udsatterådet i Randby, nr. 8: ingen bemærkninger",
        "Ådalens Brugerforening, nr. 11: 11.1 → pkt. 3.1",
    ]
    others = found["Alle andre"]
    assert len(others) == len(sample().responses) - 3
    for line in (
        "Svar nr. 4: 4.1 → pkt. 2.1, s. 14", "Svar nr. 9: trukket tilbage", "Svar nr. E-2: indgår ikke i behandlingen",
    ):  # fmt: skip
        assert line in others


def test_the_register_of_themes_follows_the_tree() -> None:
    below = (Theme("hours", "Timetal", "a"), Theme("length", "Forløb", "a"))
    tree = (Theme("a", "Tid"), *below, Theme("general", "Generelt"))
    found = register(paper(replace(sample(), themes=tree)), THEMES)
    assert list(found) == [THEMES, "1 Tid", "1.1 Timetal", "1.2 Forløb", "2 Generelt"]
    assert found["1 Tid"] == []
    assert found["1.2 Forløb"] == ["Pkt. 2.1 Ønske om forlængelse uden ny ansøgning: 1.1, 2.1, 4.1"]


def test_each_line_of_a_register_leads_to_where_the_response_is_printed_or_listed() -> None:
    runs = [run for block in paper().blocks if isinstance(block, Bullets) for item in block.items for run in item]
    targets = {run.text: run.target for run in runs if run.named}
    assert targets["Handicaprådet i Randby, nr. 1"] == "#svar-1"
    assert targets["Svar nr. 6"] == "#svar-5"
    assert targets["Svar nr. 4"] == targets["4.1"] == "#ikke-vist"


def test_no_private_name_is_in_a_register() -> None:
    document = paper()
    assert "Borger, 89" not in str([register(document, RESPONDENTS), register(document, THEMES)])


def test_a_body_that_is_not_shown_is_in_the_register_by_number() -> None:
    inputs = with_response("1", status=Status.WITHHELD, withheld_reason="requested", answers=())
    assert (
        "Svar nr. 1: 1.1 → pkt. 2.1, s. 14; 1.2 → pkt. 0.1, s. 9" in register(paper(inputs), RESPONDENTS)["Alle andre"]
    )


def test_a_consultation_whose_responses_are_not_public_has_registers_too() -> None:
    inputs = sample()
    closed = replace(inputs, consultation=replace(inputs.consultation, publication_mode=PublicationMode.NOT_PUBLIC))
    assert notes(paper(closed)) == []
    assert len(register(paper(closed), RESPONDENTS)["Alle andre"]) == len(inputs.responses)


def test_nobody_has_answered() -> None:
    document = paper(with_points(responses=(), groups=(), campaigns=(), positions=()))
    assert [heading.text for heading in headings(document)] == ["Svar"]


# Files


def test_each_file_of_a_response_is_named_with_what_became_of_it() -> None:
    found = [
        "".join(run.text for run in item)
        for block in paper().blocks
        if isinstance(block, Bullets)
        for item in block.items
        if any("vises" in run.text for run in item)
    ]
    assert found == [
        "Tegning af huset.pdf: vises sammen med svaret på høringens side",
        "Fil 2: vises ikke: den er taget ud ved gennemgangen af private oplysninger",
    ]


def test_files_of_what_is_not_shown_are_counted_and_not_named() -> None:
    printed = "\n".join(words_in_order(paper()))
    assert "Vises ikke offentligt: anden grund\n1 fil vises heller ikke" in printed
    assert "journal.pdf" not in printed
    assert "journal.pdf" in "\n".join(words_in_order(closed(Selection(sample()))))


def test_identical_words_with_different_files_are_two_responses() -> None:
    inputs = with_response("6", files=(File("Andet.pdf", CopyState.SHOWN),))
    texts = [heading.text for heading in headings(paper(inputs))]
    assert "Svar nr. 6: Borger, 8906" in texts
    assert "Svar nr. 5, 7: 2 enslydende svar" in texts


# As it is set


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    selection = Selection(sample())
    report = build(selection)
    laid = pdf.laid_out(report)
    return {"hoeringsnotat.pdf": laid.content, "samlede-hoeringssvar.pdf": pdf.write(compiled(selection, laid.pages))}


def test_a_mark_is_drawn_and_never_copied(made: dict[str, bytes]) -> None:
    printed = " ".join(pdf_check.text(made["samlede-hoeringssvar.pdf"]).split())
    assert f"Seks uger er for kort. {LONGER}" in printed
    assert pdf_check.faults(made["samlede-hoeringssvar.pdf"], "da") == ()


def test_the_note_comes_right_after_its_words_for_who_hears_it(made: dict[str, bytes]) -> None:
    printed = " ".join(pdf_check.text(made["samlede-hoeringssvar.pdf"]).split())
    assert f"{LONGER} 1.1 → pkt. 2.1, s. " in printed


def test_the_registers_give_the_pages_on_which_the_responses_stand(made: dict[str, bytes]) -> None:
    pages = pdf_check.page_texts(made["samlede-hoeringssvar.pdf"])
    told = dict(re.findall(r"Svar nr\. ([\w-]+) \(side (\d+)\):", " ".join(" ".join(pages).split())))
    selection = Selection(sample())
    own = pdf.laid_out(compiled(selection, pdf.laid_out(build(selection)).pages)).pages
    for number in ("2", "10", "E-1"):
        assert own[f"svar-{number.lower()}"] == int(told[number])
        assert f"Svar nr. {number}: " in pages[int(told[number]) - 1]


@pytest.fixture
def package() -> dict[str, Any]:
    return data(Selection(sample()))


def test_R40_what_the_notes_and_registers_say_is_what_the_data_says(
    made: dict[str, bytes], package: dict[str, Any]
) -> None:
    assert list(faults(made, package)) == []


def test_R40_a_note_on_another_position_is_found(made: dict[str, bytes], package: dict[str, Any]) -> None:
    package["points"][0]["position"] = "3.1"
    assert "samlede-hoeringssvar.pdf: punkt 1.1 er ikke i pkt. 2.1" in list(faults(made, package))


def test_R40_a_point_that_is_not_noted_is_found(made: dict[str, bytes], package: dict[str, Any]) -> None:
    package["points"].append({**package["points"][0], "number": "1.7"})
    assert list(faults(made, package)) == ["samlede-hoeringssvar.pdf: punkt 1.7 mangler"]


def test_R40_a_response_outside_the_register_is_found(made: dict[str, bytes], package: dict[str, Any]) -> None:
    package["responses"].append({**package["responses"][0], "number": "77"})
    assert list(faults(made, package)) == ["samlede-hoeringssvar.pdf: svar nr. 77 mangler i registeret"]


def test_R40_a_wrong_page_is_found(made: dict[str, bytes], package: dict[str, Any]) -> None:
    selection = Selection(sample())
    pages = dict.fromkeys(pdf.laid_out(build(selection)).pages, 1)
    files = {**made, "samlede-hoeringssvar.pdf": pdf.write(compiled(selection, pages))}
    found = list(faults(files, package))
    assert "samlede-hoeringssvar.pdf: pkt. 1.1 står ikke på side 1 i hoeringsnotat.pdf" in found


def test_R40_a_register_that_leads_to_another_page_is_found(
    made: dict[str, bytes], package: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = pdf_check.page_texts(made["samlede-hoeringssvar.pdf"])
    turned = [re.sub(r"nr\.\s1\s\(side\s", r"\g<0>1", page) for page in pages]
    told = {made["samlede-hoeringssvar.pdf"]: turned}
    read = pdf_check.page_texts
    monkeypatch.setattr(pdf_check, "page_texts", lambda data: told.get(data) or read(data))
    (fault,) = faults(made, package)
    assert fault.startswith("samlede-hoeringssvar.pdf: svar nr. 1 står ikke på side 1")
