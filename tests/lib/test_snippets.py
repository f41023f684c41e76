"""Why a search found a text, in the text's own words."""

from hypothesis import given
from hypothesis import strategies as st

from consultation.lib.snippets import WIDTH, Run, marked, snippet
from consultation.lib.stems import terms, tidy

FILLING = "Vi har boet her længe. " * 30


def _text(runs: tuple[Run, ...]) -> str:
    return "".join(f"[{run.text}]" if run.hit else run.text for run in runs)


def test_inflections_compounds_and_another_spelling_are_marked_as_they_stand() -> None:
    text = "LEDSAGEREN kører til Aabenraa; ledsagerordningen ikke."
    assert _text(snippet(text, terms("ledsagelse åbenrå"))) == (
        "[LEDSAGEREN] kører til [Aabenraa]; [ledsagerordningen] ikke."
    )


def test_a_short_word_is_marked_where_it_stands_alone() -> None:
    assert _text(marked("Bo i botilbud", terms("bo"))) == "[Bo] i botilbud"


def test_it_shows_the_stretch_with_the_words_cut_between_words() -> None:
    shown = _text(snippet(FILLING + "Her er ledsagelse vigtig. " + FILLING, terms("ledsagelse")))
    assert "Her er [ledsagelse] vigtig." in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown) <= WIDTH + len("…  …[]")
    assert set(shown.strip("… []").split()) <= set((FILLING + "Her er [ledsagelse] vigtig.").split())


def test_words_that_stand_far_apart_are_shown_in_two_stretches() -> None:
    shown = _text(snippet(f"Kørsel er dyr. {FILLING} Bussen går sjældent.", terms("kørsel bus")))
    assert "[Kørsel] er dyr." in shown
    assert shown.count("…") == 1
    assert shown.endswith("[Bussen] går sjældent.")


def test_the_richest_stretch_is_shown_before_the_first() -> None:
    shown = _text(snippet(f"Kørsel. {FILLING} Kørsel med bus. {FILLING}", terms("kørsel bus")))
    assert "[Kørsel] med [bus]." in shown


def test_without_a_hit_it_is_the_beginning() -> None:
    assert _text(snippet("Om noget andet.", terms("kørsel"))) == "Om noget andet."
    assert snippet("", terms("kørsel")) == ()


def test_items_of_a_list_are_kept_apart_and_broken_lines_joined() -> None:
    shown = _text(snippet("Kørsel til læge\nHjælp i hjemmet\nså man kan\n\nblive boende.", terms("kørsel")))
    assert shown == "[Kørsel] til læge · Hjælp i hjemmet så man kan blive boende."


def test_I4_what_turns_the_order_of_letters_is_left_out() -> None:
    assert _text(snippet("ledsag\u202eelse\u200b", terms("ledsagelse"))) == "[ledsagelse]"


@given(st.text(), st.text(min_size=1).filter(terms))
def test_nothing_is_marked_that_does_not_stand_in_the_text(text: str, query: str) -> None:
    assert all(run.text in tidy(text) for run in snippet(text, terms(query)) if run.hit)
