from collections.abc import Callable, Iterator
from datetime import date, time
from io import BytesIO
from typing import Any

import pytest
from flask import Flask, render_template_string
from werkzeug.datastructures import FileStorage

from consultation.vocabulary import Stance
from consultation.web import fields
from consultation.web.bodies import MOST_CHARACTERS

WORDS = {Stance.SUPPORT: "Jeg er for", Stance.NEUTRAL: "Hverken for eller imod", Stance.OPPOSE: "Jeg er imod"}


class Sample(fields.Form):
    name = fields.TextField("Navn", required="Skriv dit navn", hint="Dit fulde navn.", autocomplete="name")
    town = fields.TextField("By", limit=10)
    text = fields.LongText("Dit svar", required="Skriv dit svar")
    stance = fields.EnumRadio("Hvad synes du?", WORDS, required="Vælg en holdning")
    section = fields.EnumSelect("Afsnit", WORDS, blank="Vælg")
    drafts = fields.Checkboxes("Udkast", {8: "Otte", 11: "Elleve"})
    protected = fields.Checkbox("Beskyttet", hint="Så vises navnet ikke.")
    closes_on = fields.DateParts("Frist")
    closes_at = fields.ClockField("Klokken")
    key = fields.HiddenKey("")
    files = fields.MultiFile("Vælg filer")


GOOD = {"name": "Karen Østergård", "text": "Hej", "stance": "neutral"}


@pytest.fixture
def sent(small_app: Flask) -> Iterator[Callable[..., Sample]]:
    """sent(name="…"): the form after it was sent with these values over good ones, and checked."""
    contexts = []

    def send(**values: Any) -> Sample:
        data = {name: value for name, value in (GOOD | values).items() if value is not None}
        context = small_app.test_request_context("/svar", method="POST", data=data)
        context.push()
        contexts.append(context)
        form = Sample()
        form.validate()
        return form

    yield send
    for context in reversed(contexts):
        context.pop()


def _errors(form: Sample) -> dict[str, str]:
    return {field.name: str(field.errors[0]) for field in form if field.errors}


def test_a_form_that_is_right_has_typed_values(sent: Callable[..., Sample]) -> None:
    form = sent(
        drafts=["11", "8"],
        protected="1",
        section="oppose",
        closes_at="23.59",
        key="abc",
        **{"closes_on-day": "20", "closes_on-month": "10", "closes_on-year": "2019"},
    )
    assert _errors(form) == {}
    assert (form.name.data, form.text.data, form.stance.data) == ("Karen Østergård", "Hej", Stance.NEUTRAL)
    assert (form.section.data, form.drafts.data, form.protected.data) == (Stance.OPPOSE, [8, 11], True)
    assert (form.closes_on.data, form.closes_at.data, form.key.data) == (date(2019, 10, 20), time(23, 59), "abc")


def test_what_is_left_out_is_empty_not_wrong(sent: Callable[..., Sample]) -> None:
    form = sent()
    assert _errors(form) == {}
    assert (form.town.data, form.section.data, form.drafts.data, form.protected.data) == ("", None, [], False)
    assert (form.closes_on.data, form.closes_at.data, form.files.data) == (None, None, [])


def test_what_is_required_and_empty_says_its_own_sentence(sent: Callable[..., Sample]) -> None:
    form = sent(name="  ", text=" \r\n ", stance=None)
    assert _errors(form) == {"name": "Skriv dit navn", "text": "Skriv dit svar", "stance": "Vælg en holdning"}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("  Karen \t Østergård ", "Karen Østergård"), ("Ka\u0301ren", "K\u00e1ren"), ("a\x07b", "ab")],
)
def test_a_line_is_cleaned_before_it_is_used(sent: Callable[..., Sample], typed: str, kept: str) -> None:
    assert sent(name=typed).name.data == kept


@pytest.mark.parametrize("typed", ["Ka\u202eren", "Kar\u200ben", "K\u0430\u0440en"])
def test_I4_a_deceiving_name_is_refused_and_shown_as_typed(sent: Callable[..., Sample], typed: str) -> None:
    form = sent(name=typed)
    assert "usynlige eller blandede tegn" in _errors(form)["name"]
    assert form.name.shown == typed


def test_a_line_over_its_limit_is_refused_in_words(sent: Callable[..., Sample]) -> None:
    assert _errors(sent(town="x" * 11)) == {"town": "Teksten er for lang: 11 tegn. Der er plads til 10."}


@pytest.mark.parametrize("letter", ["a", "æ", "\U0001f600"])
def test_I3_a_long_text_is_counted_in_code_points(sent: Callable[..., Sample], letter: str) -> None:
    assert _errors(sent(text=letter * MOST_CHARACTERS)) == {}
    over = sent(text=letter * (MOST_CHARACTERS + 1))
    assert _errors(over) == {
        "text": "Svaret er for langt: 200.001 tegn. Der er plads til 200.000. Læg resten i en fil."
    }
    assert len(over.text.shown) == MOST_CHARACTERS + 1  # nothing typed is lost


def test_I3_line_ends_count_once(sent: Callable[..., Sample]) -> None:
    form = sent(text="a\r\n" * (MOST_CHARACTERS // 2))
    assert _errors(form) == {}
    assert form.text.data == "a\n" * (MOST_CHARACTERS // 2)


@pytest.mark.parametrize("name", ["stance", "section", "drafts"])
def test_a_choice_that_was_not_offered_is_refused(sent: Callable[..., Sample], name: str) -> None:
    assert _errors(sent(**{name: "Stance.SUPPORT"})) == {name: "Vælg en af mulighederne"}


def test_choices_may_be_set_when_the_page_knows_them(small_app: Flask) -> None:
    with small_app.test_request_context("/svar", method="POST", data=GOOD | {"drafts": "3"}):
        form = Sample()
        form.drafts.choices = {3: "Tre"}
        assert form.validate()
        assert form.drafts.data == [3]


@pytest.mark.parametrize(
    "parts",
    [
        ("31", "2", "2026"),
        ("20", "", "2026"),
        ("x", "1", "2026"),
        ("1", "1", "26"),
        ("²", "1", "2026"),
        ("1", "W4", "2026"),
        ("1", "1", "0001"),
        ("31", "12", "9999"),
    ],
)
def test_a_date_that_does_not_exist_is_refused_and_kept_as_typed(
    sent: Callable[..., Sample], parts: tuple[str, str, str]
) -> None:
    form = sent(**{f"closes_on-{name}": value for name, value in zip(("day", "month", "year"), parts, strict=True)})
    assert _errors(form)["closes_on"].startswith("Datoen findes ikke.")
    assert tuple(form.closes_on.parts.values()) == parts
    assert form.closes_on.focus_id == "closes_on-day"


@pytest.mark.parametrize(("typed", "read"), [("23.59", time(23, 59)), ("9:05", time(9, 5)), (" kl. 9 ", time(9))])
def test_a_clock_is_read_with_full_stop_or_colon(sent: Callable[..., Sample], typed: str, read: time) -> None:
    assert sent(closes_at=typed).closes_at.data == read


@pytest.mark.parametrize(
    ("typed", "says"), [("24.00", "Skriv 23.59 i stedet for 24.00"), ("25.00", "timer og minutter"), ("snart", "timer")]
)
def test_R4_a_clock_that_is_none_is_refused_and_kept_as_typed(
    sent: Callable[..., Sample], typed: str, says: str
) -> None:
    form = sent(closes_at=typed)
    assert says in _errors(form)["closes_at"]
    assert form.closes_at.shown == typed


def test_files_without_a_name_are_no_files(small_app: Flask) -> None:
    files = [FileStorage(BytesIO(b"x"), "a.pdf"), FileStorage(BytesIO(b""), "")]
    with small_app.test_request_context("/filer", method="POST", data=GOOD | {"files": files}):
        form = Sample()
        assert form.validate()
        assert [file.filename for file in form.files.data] == ["a.pdf"]


def test_stored_values_are_shown_before_anything_is_sent(small_app: Flask) -> None:
    with small_app.test_request_context("/"):
        form = Sample(data={"name": "Karen", "stance": Stance.OPPOSE, "drafts": [8], "closes_on": date(2026, 3, 2)})
        chosen = [option.value for option in form.stance.options() if option.chosen]
        assert (form.name.shown, chosen, form.drafts.data) == ("Karen", ["oppose"], [8])
        assert form.closes_on.parts == {"day": "2", "month": "3", "year": "2026"}


TEMPLATE = (
    '{% from "macros/forms.html" import field, error_summary %}'
    "{{ error_summary(form, note=note) }}{% for one in form %}{{ field(one) }}{% endfor %}"
)


def _drawn(form: Sample, note: str = "") -> str:
    return render_template_string(TEMPLATE, form=form, note=note)


def test_a_faulty_field_carries_its_error_and_the_summary_links_to_it_in_order(sent: Callable[..., Sample]) -> None:
    html = _drawn(sent(name="", stance=None), note="Dine 2 filer er her stadig.")
    assert "Der er 2 ting, du skal rette" in html
    assert "Alt, du har skrevet, er gemt. Dine 2 filer er her stadig." in html
    assert html.index('<a href="#name">Skriv dit navn</a>') < html.index('<a href="#stance-1">Vælg en holdning</a>')
    assert 'aria-describedby="name-hint name-error" aria-invalid="true" required' in html
    assert 'role="alert"' in html
    assert "autofocus" in html


def test_a_form_without_faults_has_no_summary(sent: Callable[..., Sample]) -> None:
    assert "alert" not in _drawn(sent())


def test_only_what_may_be_left_out_says_so(sent: Callable[..., Sample]) -> None:
    html = _drawn(sent())
    assert ">By (frivilligt)</label>" in html
    assert ">Navn</label>" in html
    assert ">Beskyttet</label>" in html


def test_O5_what_was_typed_is_escaped(sent: Callable[..., Sample]) -> None:
    html = _drawn(sent(name='"><script>', text="</textarea><script>"))
    assert "<script>" not in html
    assert "&lt;/textarea&gt;&lt;script&gt;</textarea>" in html


def test_D4_a_text_that_begins_with_an_empty_line_keeps_it(sent: Callable[..., Sample]) -> None:
    assert "required>\n\nførst</textarea>" in _drawn(sent(text="\r\nførst"))
