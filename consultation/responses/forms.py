"""The forms of the respond flow and of staff: shape and wording of input; who answers stands in sender_forms."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from consultation.lib.text import TextError, clean, clean_line, is_email
from consultation.models import UnsentPart
from consultation.responses import asking, quoting
from consultation.responses.content import AnswerContent, Place, PlaceKey
from consultation.responses.sender_forms import EMAIL, NOT_EMAIL
from consultation.responses.unsent import Typed
from consultation.responses.unsent_queries import WritingPage, place_of
from consultation.vocabulary import (
    QuestionKind,
    Stance,
)
from consultation.web.fields import (
    Checkboxes,
    EnumRadio,
    Form,
    HiddenKey,
    LongText,
    MultiFile,
    Radio,
    TextField,
)
from consultation.web.form import CleanField
from consultation.web.giveaways import PRINTED
from consultation.web.labels import STANCES

LONGEST_ALT = 500
_HINT = _l(
    "Skriv, hvad du synes, og gerne hvorfor. Skriv ikke CPR-nummer, og skriv ikke om andres sygdom eller private "
    "forhold."
)


_QUOTE_HINT = _l("Kopiér eller skriv ord, som står i afsnittet.")
_NTH = re.compile(r"[1-9][0-9]{0,4}", re.ASCII)


class ChooseForm(Form):
    """Which drafts to answer."""

    udkast = Checkboxes[int](_l("Vælg et eller flere udkast"), says_optional=False)


class PageForm(Form):
    """One page to write on; the fields of sections and questions are added by `write_form`."""

    base = HiddenKey("")
    vindue = HiddenKey("")

    @property
    def answers(self) -> list[CleanField]:
        """The fields of which one must be filled in, that of the page's own text first."""
        own = [cast("CleanField", self["text"])] if "text" in self else []
        return [*own, *self.questions]

    @property
    def questions(self) -> list[CleanField]:
        """The fields of guiding questions."""
        return [cast("CleanField", field) for field in self if field.name.startswith(asking.FIELDS)]


class WriteForm(PageForm):
    """A page of its own text; on the easy path there are questions alone."""

    text = LongText(_l("Dit svar"), hint=_HINT, says_optional=False)
    stance = EnumRadio[Stance](
        _l("Hvad synes du om udkastet som helhed?"),
        STANCES,
        hint=_l("Dit svar tæller lige meget, uanset om du vælger noget her."),
    )


def write_form(page: WritingPage, window: str) -> PageForm:
    """The form of a page, filled with what is saved; `window` names the page as it is shown now."""
    fields, data = asking.fields(page.questions, easy=page.easy)
    data |= {"text": page.whole.text, "stance": page.whole.stance, "base": page.saved_at.isoformat(), "vindue": window}
    for place, part in page.sections:
        fields[f"stance-{place.anchor}"] = EnumRadio[Stance](_l("Hvad synes du om afsnittet?"), STANCES)
        fields[f"text-{place.anchor}"] = LongText(_l("Dit svar på afsnittet"), says_optional=False)
        fields[f"proposed-{place.anchor}"] = LongText(_l("Forslag til ny tekst"))
        data |= {f"text-{place.anchor}": part.text, f"proposed-{place.anchor}": part.proposed_text}
        data[f"stance-{place.anchor}"] = part.stance
        fields[f"quote-{place.anchor}"] = LongText(_l("Hvilke ord handler det om?"), hint=_QUOTE_HINT)
        fields[f"nth-{place.anchor}"] = HiddenKey("")
        data |= {f"quote-{place.anchor}": part.quote, f"nth-{place.anchor}": _nth(place, part)}
    form: PageForm = type("SectionsForm", (PageForm if page.easy else WriteForm,), fields)(data=data)
    if isinstance(form, WriteForm):
        _label(form, page)
    return form


def _nth(place: Place, part: UnsentPart) -> str:
    """Which of several places in the section its words are meant in; "" for the first."""
    if part.quote_start is None:
        return ""
    nth = quoting.nth_of(place.wording, quoting.Quote(part.quote, part.quote_start))
    return str(nth) if nth > 1 else ""


def mark_quotes(form: PageForm, page: WritingPage) -> None:
    """Says at the field where words do not stand in the section; they stay until somebody changes them."""
    for place, _part in page.sections:
        field = cast("CleanField", form[f"quote-{place.anchor}"])
        if not field.errors and field.data.strip() and quoting.find(place.wording, field.data) is None:
            field.mark(
                _(
                    "Ordene står ikke i afsnit %(number)s. Kopiér dem fra afsnittet, eller lad feltet stå tomt.",
                    number=place.printed_number,
                )
            )


def _label(form: WriteForm, page: WritingPage) -> None:
    if page.place.draft_number is None:
        form.text.label.text = _("Dit svar")
        form.stance.label.text = _("Hvad synes du om det hele?")
    else:
        words = (
            _l("Dit svar på udkast %(number)s, %(title)s, som helhed")
            if page.sections_first
            else _l("Dit svar på udkast %(number)s, %(title)s")
        )
        told = {"number": page.place.draft_number, "title": _danish(page.place.draft_title)}
        form.text.label.text = Markup(str(words)) % told  # noqa: S704 - our own words; what goes in is escaped
        form.text.says_optional = page.sections_first


def typed(form: PageForm, page: WritingPage) -> dict[PlaceKey, Typed]:
    """What stands in the form, by place; a field that cannot be stored keeps what was saved before."""
    values = asking.typed(form, page.questions)
    if isinstance(form, WriteForm):
        values[place_of(page.whole)] = Typed(form.text.data, page.whole.proposed_text, form.stance.data)
    for place, part in page.sections:
        values[place_of(part)] = Typed(
            form[f"text-{place.anchor}"].data,
            form[f"proposed-{place.anchor}"].data,
            form[f"stance-{place.anchor}"].data,
            (),
            *_quoted(form, place),
        )
    return values


def _quoted(form: PageForm, place: Place) -> tuple[str, int | None]:
    """The words that an answer is about, as the section has them and from where on, or as they were typed."""
    nth = form[f"nth-{place.anchor}"].data
    return quoting.found(place.wording, form[f"quote-{place.anchor}"].data, int(nth) if _NTH.fullmatch(nth) else 1)


def base_of(form: PageForm) -> datetime | None:
    """When the texts on the page had been saved as it was shown."""
    try:
        return datetime.fromisoformat(form.base.data)
    except ValueError:
        return None


class JoinForm(Form):
    """A colleague who has been given the code of an answer."""

    code = TextField(
        _l("Koden, du har fået"),
        limit=40,
        autocomplete="off",
        required=_l("Skriv koden, du har fået"),
        says_optional=False,
    )
    name = TextField(
        _l("Dit navn"),
        limit=100,
        autocomplete="name",
        hint=_l("Så den, der samler svaret, kan se, hvem der har skrevet hvad. Det bliver ikke vist for andre."),
        required=_l("Skriv dit navn"),
    )


def contribution_name(place: Place) -> str:
    """The field of a colleague's words about a place; the same when the draft gets a new version."""
    return f"text-{place.draft_number or 0}-{place.anchor}"


def contribution_form(places: Mapping[PlaceKey, Place], texts: Mapping[PlaceKey, str]) -> Form:
    """A field for each place, filled with what is saved."""
    fields: dict[str, object] = {}
    for place in places.values():
        fields[contribution_name(place)] = LongText(_contribution_words(place), says_optional=False)
    data = {contribution_name(place): texts.get(key, "") for key, place in places.items()}
    form: Form = type("ContributionForm", (Form,), fields)(data=data)
    return form


def _contribution_words(place: Place) -> str:
    if place.draft_number is None:
        return str(_("Dit bidrag om det hele"))
    if not place.anchor:
        return str(_("Dit bidrag om udkast %(number)s, %(title)s", number=place.draft_number, title=place.draft_title))
    return str(
        _(
            "Dit bidrag om udkast %(number)s, afsnit %(section)s %(heading)s",
            number=place.draft_number,
            section=place.printed_number,
            heading=place.heading,
        )
    )


class FilesForm(Form):
    """Files to add."""

    filer = MultiFile(
        _l("Vælg filer"),
        hint=_l("Højst 10 filer, hver op til 10 MB: pdf, Word, OpenDocument, tekst eller billede."),
        says_optional=False,
    )


def given_words(typed_text: str) -> str:
    """Words from an address; "" where they cannot be kept."""
    try:
        return clean(typed_text)
    except TextError:
        return ""


def one_line(typed_text: str) -> str:
    """A description as one line; "" where it cannot be kept."""
    try:
        return clean_line(typed_text)[:LONGEST_ALT]
    except TextError:
        return ""


class CorrectForm(Form):
    """The texts of a response that has been sent, and what was chosen in it."""

    @property
    def answers(self) -> list[CleanField]:
        """The fields in the order of the answers."""
        return [cast("CleanField", field) for field in self]


def correct_form(answers: Iterable[tuple[Place, AnswerContent]]) -> CorrectForm:
    """Fields text-1, proposed-1, … for each answer; choice-1 where its question is answered by choosing."""
    fields: dict[str, object] = {}
    data: dict[str, object] = {}
    for number, (place, answer) in enumerate(answers, 1):
        if place.asked is not None and place.asked.kind is not QuestionKind.TEXT:
            fields[f"choice-{number}"], data[f"choice-{number}"] = asking.choice(
                place.asked, place_words(place, marked=True), answer.choices
            )
            continue
        fields[f"text-{number}"] = LongText(
            place_words(place, marked=True), hint=quote_words(answer.quote, marked=True), says_optional=False
        )
        data[f"text-{number}"] = answer.text
        if place.anchor or answer.proposed_text:
            fields[f"proposed-{number}"] = LongText(_("Forslag til ny tekst"))
            data[f"proposed-{number}"] = answer.proposed_text
    form: CorrectForm = type("TextsForm", (CorrectForm,), fields)(data=data)
    return form


def place_words(place: Place, *, marked: bool = False) -> str:
    """What an answer is about, on a line; `marked` gives HTML that says which words are Danish."""
    if place.asked is not None:
        return asking.place_words(place.asked, marked=marked)
    if place.draft_number is None:
        return str(_("Dit svar på det hele"))
    told = {"title": place.draft_title, "section": place.printed_number, "heading": place.heading}
    if marked:
        told = {name: _danish(text) for name, text in told.items()}
    if place.anchor:
        words = _("Dit svar på udkast %(number)s, afsnit %(section)s %(heading)s", number=place.draft_number, **told)
    else:
        words = _("Dit svar på udkast %(number)s, %(title)s", number=place.draft_number, **told)
    return Markup(words) if marked else str(words)  # noqa: S704 - our own words around escaped ones


def quote_words(quote: str, *, marked: bool = False) -> str:
    """Which of the draft's own words an answer is about, on a line; "" where it is about all of its place."""
    if not quote:
        return ""
    on_a_line = " ".join(quote.split())
    if not marked:
        return str(_("Om ordene: »%(words)s«", words=on_a_line))
    return Markup(_("Om ordene: »%(words)s«", words=_danish(on_a_line)))  # noqa: S704 - our own words around escaped ones


def _danish(text: str) -> Markup:
    return Markup('<span lang="da">{}</span>').format(text)


class LinkForm(Form):
    """Where to send the link of an unfinished answer."""

    email = TextField(_l("E-mail"), input_type="email", autocomplete="email", required=NOT_EMAIL)

    def check(self) -> bool:
        self.validate()
        if not self.email.errors and not is_email(self.email.data):
            self.email.mark(NOT_EMAIL)
        return not self.errors


class AddressForm(Form):
    """Where to send the mail that asks to confirm the address."""

    email = TextField(_l("Din e-mail"), input_type="email", autocomplete="email", required=EMAIL)

    def check(self) -> bool:
        self.validate()
        if not self.email.errors and not is_email(self.email.data):
            self.email.mark(EMAIL)
        return not self.errors


class AppealForm(Form):
    """A complaint about what was decided of one's response."""

    appeal = LongText(
        _l("Hvorfor er du uenig?"),
        limit=10_000,
        required=_l("Skriv, hvorfor du er uenig"),
        hint=_l("Det bliver læst af en anden end den, der har taget stilling. Det bliver ikke vist offentligt."),
    )


class VerifyForm(Form):
    """A receipt to check, as it stands on paper."""

    number = TextField(_l("Svarets nummer"), hint=_l("For eksempel 48 eller E-3."), required=_l("Skriv svarets nummer"))
    code = TextField(
        _l("Kontrolkode"),
        hint=_l("16 tegn, for eksempel 7QF2-M9KD-3TXA-8WLC."),
        required=_l("Skriv kontrolkoden fra kvitteringen"),
    )
    line_code = TextField(
        _l("Kode for linjen i loggen"),
        hint=_l("Står på kvitteringen under “Bevis i loggen”. Du kan lade feltet stå tomt."),
        autocomplete="off",
    )

    def check(self) -> bool:
        self.validate()
        return not self.errors


class LateForm(Form):
    """Whether a late response is taken in (R24)."""

    admitted = Radio[str](
        _l("Skal svaret indgå?"),
        {"ja": _l("Ja, svaret indgår"), "nej": _l("Nej, svaret indgår ikke")},
        required=_l("Vælg, om svaret skal indgå"),
    )
    reason = TextField(_l("Begrundelse"), limit=1000, required=_l("Skriv en begrundelse"), printed=PRINTED, strict=True)


SHOWN, BY_MAIL, BY_LETTER = "vis", "mail", "brev"


class NewLinkForm(Form):
    """How staff know that it is the sender who asks for a new link, and how it reaches them."""

    checked = LongText(
        _l("Hvordan ved du, at det er afsenderen?"),
        limit=500,
        hint=_l("For eksempel: ringede fra det nummer, der står på brevet, og kendte svarets ord."),
        required=_l("Skriv, hvordan du ved, at det er afsenderen"),
    )
    way = Radio[str](_l("Hvordan får afsenderen linket?"), {}, required=_l("Vælg, hvordan afsenderen får linket"))
    email = TextField(_l("E-mail"), input_type="email", hint=_l("Kun hvis linket skal sendes på e-mail."))
    serial = HiddenKey("")

    def offer(self, email: str, *, has_address: bool) -> None:
        """The ways that there are; the address on file is only hinted at, as an original is not open here."""
        ways: dict[str, Any] = {SHOWN: _l("Vis det her, så giver jeg det videre"), BY_MAIL: _l("Send det på e-mail")}
        if has_address:
            ways[BY_LETTER] = _l("Send det som brev til den adresse, der står på svaret")
        self.way.choices = ways
        self._known = email
        if email:
            local, _at, domain = email.partition("@")
            hinted = f"{local[:1]}…@{domain}"
            self.email.hint = _("Lad feltet stå tomt for at bruge den, vi kender: %(email)s.", email=hinted)

    def check(self) -> bool:
        """The address on file where none is typed."""
        self.validate()
        if self.way.data == BY_MAIL and not self.email.errors:
            self.email.data = self.email.data or self._known
            if not is_email(self.email.data):
                self.email.mark(_l("Skriv e-mailadressen som navn@eksempel.dk"))
        return not self.errors


class RowsForm(Form):
    """A file with a response in each row."""

    file = MultiFile(_l("Fil med svar"), hint=_l("Excel (.xlsx), CSV (.csv) eller JSON Lines (.jsonl). Højst 10 MB."))
