"""Whatever the consultation, every number is the length of its list, and nothing private is in a public paper.

Issue 6, shown by 4: the papers as documents for many consultations, and as files, verified, for some.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import Phase, given, settings

from consultation.responses.crowds import identical_among
from consultation.summary import annexes, recount
from consultation.summary.case_paper import ROOM, case_paper
from consultation.summary.compiled import compiled, late
from consultation.summary.compiler import compile_package
from consultation.summary.dataset import data
from consultation.summary.document import Document, Heading, Marked, Quote
from consultation.summary.fitting import height
from consultation.summary.inputs import Inputs
from consultation.summary.overview import sheets
from consultation.summary.report import build
from consultation.summary.selection import Selection
from consultation.summary.soundness import require_sound
from consultation.summary.structure import words_in_order
from consultation.summary.verify import faults
from consultation.summary.words import SOME_NUMBERS, listed_numbers
from consultation.vocabulary import Status
from tests.summary.random_case import NAMES, SECRETS, consultations

MANY = settings(max_examples=25)
PRIVATE = (*NAMES, *SECRETS, "hemmelig@post.example", "5550 1234")
TITLED = re.compile(r"((?:Støtte til|Modstand mod|Bekymring for|Ønske om) forslag \d+) \(([\d.]+)\)")
CROWD = re.compile(rf"(\d+) svar fra (\d+) afsendere?(?:, heraf (\d+) enslydende)?(?:: nr\. ({SOME_NUMBERS}))")


def public(selection: Selection) -> Iterator[Document]:
    """Every public paper."""
    yield build(selection)
    yield compiled(selection)
    yield late(selection)
    yield case_paper(selection)
    yield annexes.parties(selection)
    yield annexes.letter(selection)
    yield annexes.changes(selection)


def words(document: Document) -> str:
    return "\n".join(words_in_order(document)).replace("\N{NO-BREAK SPACE}", " ")


@given(consultations())
@MANY
def test_every_paper_can_be_printed_and_no_section_is_empty(inputs: Inputs) -> None:
    for document in public(Selection(inputs)):
        require_sound(document)
        for block, after in pairwise((*document.blocks, None)):
            if isinstance(block, Heading):
                assert after is not None
                assert not isinstance(after, Heading) or after.level > block.level, block.text


@given(consultations())
@MANY
def test_R40_every_number_in_a_paper_is_the_length_of_its_list(inputs: Inputs) -> None:
    selection = Selection(inputs)
    numbers = {row.position.title: len(row.numbers) for row in selection.rows}
    groups = [group.numbers for group in selection.groups.values()]
    for document in public(selection):
        for title, count in TITLED.findall(words(document)):
            assert int(count) == numbers[title]
        for responses, senders, alike, listed in CROWD.findall(words(document)):
            found = listed_numbers(listed)
            assert int(responses) == len(found)
            assert int(senders) == len({selection.responses[number].sender_key for number in found})
            assert int(alike or 0) == identical_among(found, groups)


@given(consultations())
@MANY
def test_R40_the_data_adds_up_and_every_response_is_in_exactly_the_lists_it_belongs_to(inputs: Inputs) -> None:
    selection = Selection(inputs)
    package = data(selection)
    assert list(recount.faults(package)) == []
    assert len(sheets(package, {"id": "3", "made_at": "2019-11-14T08:15:00.000000Z", "provisional": False})) > 0
    for response in inputs.responses:
        pointed = {point.position for point in selection.points_by_response.get(response.number, ())}
        assert {row.position.number for row in selection.rows if response.number in row.numbers} == pointed
        member = [group.id for group in selection.groups.values() if response.number in group.numbers]
        assert len(member) <= 1
        assert response.status is not Status.WITHDRAWN or not (pointed or member)
        assert response.considered or not pointed


@given(consultations())
@MANY
def test_every_quotation_and_every_mark_is_verbatim(inputs: Inputs) -> None:
    selection = Selection(inputs)
    texts = [answer.text for one in inputs.responses if selection.has_rendition(one) for answer in one.answers]
    lines = {line for text in texts for line in text.splitlines()}
    for document in public(selection):
        for block in document.blocks:
            if isinstance(block, Quote):
                assert any(block.text in text for text in texts)
            if isinstance(block, Marked):
                assert "".join(passage.text for passage in block.passages) in lines


@given(consultations())
@MANY
def test_each_point_of_a_printed_response_is_noted_beside_it(inputs: Inputs) -> None:
    selection = Selection(inputs)
    told = words(compiled(selection))
    for number, points in selection.points_by_response.items():
        for point in points:
            if selection.has_rendition(selection.responses[number]):
                assert re.search(rf"(?<![\d.-]){re.escape(point.number)}(?:, [\d.E, -]+)? → pkt", told), point.number


@given(consultations())
@MANY
def test_R46_nothing_private_is_in_a_public_paper(inputs: Inputs) -> None:
    selection = Selection(inputs)
    told = "\n".join(map(words, public(selection))) + json.dumps(data(selection), ensure_ascii=False)
    assert [secret for secret in PRIVATE if secret in told] == []


@given(consultations())
@MANY
def test_R41_the_case_paper_fits_on_two_pages(inputs: Inputs) -> None:
    assert height(case_paper(Selection(inputs)).blocks) <= ROOM


@pytest.mark.slow
@given(consultations())
@settings(max_examples=2, phases=(Phase.generate,))
def test_R45_R46_the_package_as_files_agrees_with_itself(inputs: Inputs) -> None:
    provisional = replace(inputs, snapshot=replace(inputs.snapshot, provisional=True))
    package = compile_package(provisional)
    assert faults({**package.files, **package.closed}) == ()
