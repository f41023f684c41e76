"""The annexes: what stands in each, in which order, and what never does (R24, R32, R33, R41, R43)."""

from dataclasses import replace

from consultation.summary import annexes
from consultation.summary.blocks import body, bullets, heading, proposed
from consultation.summary.case_paper import case_paper
from consultation.summary.compiled import compiled, late
from consultation.summary.document import Document, Paragraph
from consultation.summary.letters import letter_blocks, letter_text
from consultation.summary.report import build
from consultation.summary.selection import Selection
from consultation.summary.soundness import require_sound
from consultation.summary.structure import heading_line, headings, words_in_order
from consultation.vocabulary import PublicationMode, Status
from tests.summary.sample import CPR, REMOVED_NAME, WITHHELD_TEXT, sample


def words(document: Document) -> str:
    require_sound(document)
    return "\n".join(words_in_order(document)).replace("\N{NO-BREAK SPACE}", " ")


def lines(document: Document, level: int) -> list[str]:
    return [heading_line(heading) for heading in headings(document) if heading.level == level]


def test_R43_bodies_first_citizens_last_each_by_name() -> None:
    assert lines(compiled(Selection(sample())), 2)[:9] == [
        "Svar nr. 1: Handicaprådet i Randby",
        "Svar nr. 8: Udsatterådet i Randby",
        "Svar nr. 11: Ådalens Brugerforening",
        "Svar nr. 10: Borger, 8910",
        "Svar nr. E-1: Borger, 8901",
        "Svar nr. 2: Borger, 8902",
        "Svar nr. E-2: Borger, 8902",
        "Svar nr. 3: Borger, 8903",
        "Svar nr. 5–7: 3 enslydende svar",
    ]


def test_R39_identical_answers_are_printed_once_with_all_numbers() -> None:
    text = words(compiled(Selection(sample())))
    assert text.count("Ledsagelse er vores vej ud af huset.") == 1
    assert "3 svar fra 2 afsendere" in text
    assert "Borger, 8905 (nr. 5), Borger, 8906 (nr. 6) og Borger, 8907 (nr. 7)" in text


def test_a_member_with_another_rendition_is_printed_by_itself() -> None:
    inputs = sample()
    changed = tuple(
        replace(each, answers=(replace(each.answers[0], text="Ledsagelse er [navn fjernet] vej."),))
        if each.number == "6"
        else each
        for each in inputs.responses
    )
    found = lines(compiled(Selection(replace(inputs, responses=changed))), 2)
    assert "Svar nr. 5, 7: 2 enslydende svar" in found
    assert "Svar nr. 6: Borger, 8906" in found


def told(words: str, wording: str) -> str:
    """What stands below the proposed words."""
    paragraphs = [block for block in proposed(words, wording) if isinstance(block, Paragraph)]
    return "".join(run.text for run in paragraphs[-1].content)


def test_a_changed_end_of_a_sentence_is_told_with_its_last_word() -> None:
    found = told("Et forløb varer seks uger og kan forlænges.", "Et forløb varer seks uger. Vi mødes en gang.")
    assert found == (
        "Sammenlignet med udkastet: Et forløb varer seks [fjernet: uger. Vi mødes en gang] "
        "[tilføjet: uger og kan forlænges]."
    )


def test_a_proposed_text_that_is_another_one_is_not_told_word_by_word() -> None:
    assert told("Timetallet opgøres over et halvt år.", "De fleste træner 30 timer.") == (
        "Timetallet opgøres over et halvt år."
    )


def test_the_letter_keeps_its_headings_and_lists() -> None:
    items = "<ul><li>Er det klart?</li><li><p>Er det nok?</p></li></ul>"
    text = letter_text(f"<p>Kære alle</p><h2>Det vil vi vide</h2>{items}<p>Hilsen</p>")
    assert text.splitlines() == ["Kære alle", "## Det vil vi vide", "- Er det klart?", "- Er det nok?", "Hilsen"]
    assert list(letter_blocks(text)) == [
        body("Kære alle"),
        heading(2, "Det vil vi vide", "brev-1"),
        bullets(["Er det klart?", "Er det nok?"]),
        body("Hilsen"),
    ]


def test_empty_headings_and_items_of_the_letter_are_left_out() -> None:
    assert letter_text("<h2></h2><p>Kære alle</p><ul><li></li><li>Svar!</li></ul>") == "Kære alle\n- Svar!"


def test_R41_the_reasons_of_a_change_stand_in_the_annex_and_in_the_report_where_the_position_does() -> None:
    selection = Selection(sample())
    changed = next(row for row in selection.rows if row.position.changes)
    annex, report = words(annexes.changes(selection)), words(build(selection))
    assert changed.position.remark in annex
    assert report.count(changed.position.remark) == sum(
        row.position.remark == changed.position.remark for row in selection.rows
    )


def test_other_words_for_a_section_are_compared_with_the_draft_in_words() -> None:
    text = words(compiled(Selection(sample())))
    assert "Højst tolv uger." in text
    assert "Sammenlignet med udkastet: Højst [fjernet: seks] [tilføjet: tolv] uger." in text


def test_R33_a_number_without_text_has_its_reason() -> None:
    text = words(compiled(Selection(sample())))
    assert "4\nPårørende\nVises ikke offentligt: anden grund" in text
    assert "9\nBorger\nTrukket tilbage" in text


def test_closed_words_are_not_in_the_compiled_responses() -> None:
    text = words(compiled(Selection(sample())))
    assert not any(closed in text for closed in (CPR, REMOVED_NAME, WITHHELD_TEXT, "Påfund", "Fiktion"))


def test_a_day_without_clock_is_printed_without_one() -> None:
    assert "Medarbejder" in words(compiled(Selection(sample())))
    assert "Modtaget 7. oktober 2019." in words(compiled(Selection(sample())))


def test_mode_not_public_leaves_number_capacity_and_reason() -> None:
    inputs = sample()
    mode = replace(inputs.consultation, publication_mode=PublicationMode.NOT_PUBLIC)
    document = compiled(Selection(replace(inputs, consultation=mode)))
    assert not [line for line in lines(document, 2) if line.startswith("Svar nr.")]
    assert "1\nRåd\nSvarene i denne høring bliver ikke vist offentligt" in words(document)


def test_R24_late_ones_have_the_decision_on_each() -> None:
    text = words(late(Selection(sample())))
    assert "E-1\n21. oktober 2019 kl. 10.05\nBorger, 8901\nOptaget i behandlingen\nPosten var forsinket." in text
    assert "E-2\n24. oktober 2019 kl. 20.40\nBorger, 8902\nIkke optaget i behandlingen\nKom fire dage" in text


def test_no_late_ones_is_said() -> None:
    inputs = sample()
    on_time = tuple(each for each in inputs.responses if not each.late)
    assert "Ingen svar er modtaget efter fristen." in words(late(Selection(replace(inputs, responses=on_time))))


def test_the_letter_has_its_words_and_those_it_went_to() -> None:
    text = words(annexes.letter(Selection(sample())))
    assert "Randby Kommune sender hermed fire udkast i høring." in text
    assert "Handicaprådet i Randby, sendt 9. september 2019" in text
    assert "Ældrerådet" not in text


def test_R11_parties_have_delivery_and_the_reason_for_leaving_one_out() -> None:
    text = words(annexes.parties(Selection(sample())))
    assert "Leveret" in text
    assert "Ældrerådet i Randby: ikke hørt. Udkastene gælder ikke ældre." in text


def test_R41_the_note_of_changes_has_section_both_texts_and_the_reason_with_numbers() -> None:
    text = words(annexes.changes(Selection(sample())))
    assert (
        "2\n3.2 Hvor længe?\nEt forløb varer højst seks uger."
        "\nEt forløb varer seks uger og kan forlænges."
        "\nPkt. 2.1 Ønske om forlængelse uden ny ansøgning (svar nr. 1, 2, 4)"
    ) in text


def test_two_positions_that_lead_to_one_change_print_it_once() -> None:
    inputs = sample()
    (change,) = inputs.positions[2].changes
    both = tuple(replace(each, changes=(change,)) if each.number == "1.1" else each for each in inputs.positions)
    text = words(annexes.changes(Selection(replace(inputs, positions=both))))
    assert text.count("Et forløb varer seks uger og kan forlænges.") == 1
    assert "Pkt. 1.1" in text
    assert "Pkt. 2.1" in text


def test_R32_the_closed_annex_has_the_full_words_and_the_sender() -> None:
    text = words(annexes.closed(Selection(sample())))
    assert all(closed in text for closed in (CPR, REMOVED_NAME, WITHHELD_TEXT, "Ursula Påfund", "Birger Fiktion"))
    assert "svaret har oplysninger om helbred eller andet meget privat" in text


def test_the_closed_annex_leaves_out_what_is_public() -> None:
    inputs = replace(sample(), responses=tuple(each for each in sample().responses if each.status is Status.PUBLISHED))
    assert "Bilaget har derfor ingen svar." in words(annexes.closed(Selection(inputs)))


def test_R41_the_case_paper_has_the_headings_of_an_agenda_system() -> None:
    found = lines(case_paper(Selection(sample())), 1)
    assert found == ["Resumé", "Indstilling", "Sagsfremstilling", "Lovgrundlag", "Økonomi", "Høring", "Bilag"]


def test_the_case_paper_has_no_tables_so_that_it_can_be_copied() -> None:
    assert not any(type(block).__name__ == "Table" for block in case_paper(Selection(sample())).blocks)
