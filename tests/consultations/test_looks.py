"""What is worth a look and stands in nobody's way; and how pasted text becomes sections."""

import inspect
import re
from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest

from consultation.consultations import labels, linting, looks, pasting, rules
from consultation.consultations.linting import DraftTexts, Passage
from consultation.lib.dates import closing_instant
from consultation.vocabulary import PartyKind

SUGGESTED = tuple(rules.PlannedParty(kind, True, "") for kind in looks.SUGGESTED)
DRAFT = DraftTexts(
    (("1", Passage("<p>Vi laver en konkret og individuel vurdering.</p>", first=True, last=True)),), easy=True
)
QUIET = looks.Material(
    texts=(("grundoplysninger", Passage("<p>Vi vil beskrive hjælpen.</p>")),),
    drafts=((1, DRAFT), (2, DRAFT)),
    documents=("Høringsbrev",),
    easy=True,
    individual=True,
    parties=SUGGESTED,
    closes_at=closing_instant(date(2026, 4, 14), time(23, 59)),
    committee_on=date(2026, 6, 1),
    council_on=date(2026, 6, 15),
    only_files=0,
)


def _codes(material: looks.Material) -> list[str]:
    return [look.code for look in looks.worth_a_look(material)]


def test_a_careful_consultation_has_nothing_to_look_at() -> None:
    assert _codes(QUIET) == []


@pytest.mark.parametrize("kind", looks.SUGGESTED)
def test_R10_suggested_councils_are_named_and_do_not_block(kind: PartyKind) -> None:
    others = tuple(party for party in SUGGESTED if party.kind is not kind)
    assert _codes(replace(QUIET, parties=others)) == [kind.value]


def test_a_calendar_that_does_not_hold_is_told_with_its_days() -> None:
    randers = replace(
        QUIET,
        drafts=tuple((number, DRAFT) for number in range(1, 16)),
        closes_at=closing_instant(date(2019, 10, 20), time(23, 59)),
        committee_on=date(2019, 11, 25),
        council_on=date(2019, 12, 9),
    )
    (look,) = looks.worth_a_look(randers)
    assert (look.code, look.days, look.on, look.number) == ("report_short", 25, date(2019, 11, 14), 15)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"committee_on": date(2026, 4, 14)}, "committee_before_deadline"),
        ({"council_on": date(2026, 5, 31)}, "council_before_committee"),
        ({"only_files": 2}, "only_file"),
    ],
)
def test_dates_and_files_are_looked_at(change: dict[str, Any], code: str) -> None:
    assert _codes(replace(QUIET, **change)) == [code]


def test_texts_are_looked_at_with_the_place_where_they_are_mended() -> None:
    texts = (("betydning", Passage("<p>Du kan svare nu.</p>")),)
    drafts = ((7, replace(DRAFT, easy=False)),)
    found = looks.worth_a_look(replace(QUIET, texts=texts, drafts=drafts, easy=False))
    assert [(look.code, look.part, look.number) for look in found] == [
        ("no_easy", "betydning", None),
        ("answering", "betydning", None),
        ("no_easy", "udkast", 7),
    ]


def test_headings_become_sections_in_two_levels() -> None:
    found = pasting.sections_of("## Hvem?\nDu kan.\n\n### Børn\nOgså børn.\n#### Små\n## Hvor længe? ##\n- Seks uger")
    assert [(one.level, one.heading, one.text) for one in found] == [
        (1, "Hvem?", "Du kan."),
        (2, "Børn", "Også børn.\n#### Små"),
        (1, "Hvor længe?", "- Seks uger"),
    ]


def test_words_before_the_first_heading_are_not_lost() -> None:
    assert pasting.sections_of("Indledning\n\n## Hvem?")[0] == pasting.Pasted(1, "", "Indledning")


def test_a_first_heading_of_the_second_level_stands_on_the_first() -> None:
    assert pasting.sections_of("### Hvem?\nDu.")[0].level == 1


def test_an_anchor_comes_from_its_heading_and_is_nobody_elses() -> None:
    assert pasting.anchor_of("Hvor længe får du støtte?", set()) == "hvor-laenge-faar-du-stoette"
    assert pasting.anchor_of("Hvem?", {"hvem", "hvem-2"}) == "hvem-3"
    assert pasting.anchor_of("???", set()) == "afsnit"


def test_every_look_has_a_sentence() -> None:
    codes = {kind.value for kind in looks.SUGGESTED}
    for module in (looks, linting):
        codes |= set(re.findall(r'(?:Look|Remark)\(\s*"(\w+)"', inspect.getsource(module)))
    codes |= set(re.findall(r'"(no_\w+)"', inspect.getsource(linting)))
    assert codes == set(labels._LOOKS) | {"report_short"}
    assert (
        labels.look_words(looks.Look("lix", "udkast", 3, value="52"))
        == "Udkast 3: Lix 52: svær tekst. Under 45 er lettere at læse"
    )
