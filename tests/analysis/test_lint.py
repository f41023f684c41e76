"""The wording of a position's title: each rule of analysis.md, and what it must leave alone."""

import pytest

from consultation.analysis.lint import Fault, faults


@pytest.mark.parametrize(
    "title",
    [
        "Ønske om længere forløb uden ny ansøgning",
        "Modstand mod egenbetaling",
        "Støtte til, at Handicaprådet er nævnt",
        "Bekymring for medarbejdernes tid",
        "Forslag om kørsel i ledsagelsen",
        "Krav om oplysning om udgifter",
        "Ønske om flere ferieuger med aflastning",
        "Ønske om svar til [navn fjernet]",
        "Ønske om en fast sagsbehandler i hele det forløb, kommunen har tilbudt",
    ],
)
def test_a_title_that_follows_the_rules_is_let_be(title: str) -> None:
    assert faults(title) == ()


@pytest.mark.parametrize(
    ("title", "fault"),
    [
        ("Længere forløb uden ny ansøgning", Fault.DIRECTION),
        ("ønske om længere forløb", Fault.DIRECTION),
        ("Støtte til et forløb på otte uger med en fast vejleder og færre møder", Fault.LENGTH),
        ("Ønske fra mange om længere forløb", Fault.VAGUE),
        ("Støtte til flere af forslagene", Fault.VAGUE),
        ("Ønske om flere uger fra mange borgere", Fault.VAGUE),
        ("Bekymring for de fleste borgere", Fault.VAGUE),
        ("Modstand mod urimelige krav", Fault.LOADED),
        ("Modstand mod KATASTROFALE besparelser", Fault.LOADED),
        ("Ønske om xx uger", Fault.PLACEHOLDER),
        ("Ønske om svar inden [dato]", Fault.PLACEHOLDER),
        ("Krav om TODO", Fault.PLACEHOLDER),
        ("...", Fault.PLACEHOLDER),
    ],
)
def test_a_title_that_breaks_a_rule_is_named(title: str, fault: Fault) -> None:
    assert fault in faults(title)


def test_a_private_person_is_not_named() -> None:
    assert faults("Ønske om svar til karen  Prøvesen", ["Karen Prøvesen"]) == (Fault.PRIVATE_NAME,)


def test_a_first_name_alone_or_a_part_of_a_word_is_nobody() -> None:
    assert faults("Ønske om hjælp fra Bo Fællesskab", ["Bo", "Karen Prøvesen", "Bo Fælles"]) == ()


def test_every_fault_of_a_title_is_named_at_once() -> None:
    title = "Urimelige krav fra mange til xx og til alle andre, der bor i byen"
    assert set(faults(title)) == set(Fault) - {Fault.PRIVATE_NAME}
