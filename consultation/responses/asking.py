"""Guiding questions on the pages of the respond flow: their fields, and what stands in them."""

from collections.abc import Iterable, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from consultation.consultations.asked import Asked, Words, read_choices
from consultation.models import UnsentPart
from consultation.responses.content import AnswerContent, Place, PlaceKey
from consultation.responses.unsent import Typed
from consultation.responses.unsent_queries import place_of
from consultation.vocabulary import QuestionKind
from consultation.web.fields import Checkboxes, Form, LongText, Radio
from consultation.web.i18n import language

NONE = 0
"""The choice that is none: a radio button cannot be let go of without script."""
FIELDS = ("text.", "choice.")
"""How the names of the questions' fields begin; no section's does, whose anchor is a word of the editor's."""
Answers = Sequence[tuple[Place, UnsentPart]]


def said(words: Words) -> str:
    """A text in the page's language; Danish on an English page says so to who reads aloud (U20)."""
    text, spoken = words.said(language())
    return text if spoken is language() else Markup('<span lang="{}">{}</span>').format(spoken.value, text)


def plain(words: Words) -> str:
    """The same without markup."""
    return words.said(language())[0]


def place_words(asked: Asked, *, marked: bool = False) -> str:
    """A question as the heading of its answer; `marked` gives HTML that says which words are Danish."""
    words = said(asked.words) if marked else plain(asked.words)
    if asked.draft_number is None:
        return words
    about = _("Udkast %(number)s", number=asked.draft_number)
    return Markup("{}: {}").format(about, words) if marked else f"{about}: {words}"


def chosen_words(place: Place, answer: AnswerContent, *, marked: bool = False) -> list[str]:
    """The options that an answer chose; `marked` as in `place_words`."""
    chosen = place.asked.chosen(answer.choices) if place.asked else ()
    return [said(option) if marked else plain(option) for option in chosen]


def fields(answers: Answers, *, easy: bool) -> tuple[dict[str, object], dict[str, object]]:
    """The fields of the questions on a page by name, and what is saved in them."""
    made: dict[str, object] = {}
    data: dict[str, object] = {}
    for asked, part in _asked(answers):
        name = name_of(asked)
        if asked.kind is QuestionKind.TEXT:
            made[name], data[name] = LongText(said(asked.words), says_optional=not easy), part.text
        else:
            made[name], data[name] = choice(asked, said(asked.words), read_choices(part.choices))
    return made, data


def choice(asked: Asked, label: str, chosen: Sequence[int]) -> tuple[object, object]:
    """The field of a question with options, and what it holds."""
    options = {place: said(option) for place, option in enumerate(asked.options, 1)}
    if asked.kind is QuestionKind.MULTIPLE:
        return Checkboxes[int](label, options, hint=_l("Du kan vælge flere.")), list(chosen)
    return Radio[int](label, {**options, NONE: _("Jeg vil ikke vælge")}), next(iter(chosen), None)


def typed(form: Form, answers: Answers) -> dict[PlaceKey, Typed]:
    """What stands in the fields, by place; a field that cannot be stored keeps what was saved before."""
    values: dict[PlaceKey, Typed] = {}
    for asked, part in _asked(answers):
        name = name_of(asked)
        if asked.kind is QuestionKind.TEXT:
            values[place_of(part)] = Typed(form[name].data)
        else:
            chosen = read_choices(part.choices) if form[name].errors else chosen_in(form, name)
            values[place_of(part)] = Typed("", choices=chosen)
    return values


def chosen_in(form: Form, name: str) -> tuple[int, ...]:
    """The options chosen in a field of `choice`."""
    data = form[name].data
    given = data if isinstance(data, list) else [data or NONE]
    return tuple(place for place in given if place != NONE)


def name_of(asked: Asked) -> str:
    """The name of a question's field."""
    return f"{FIELDS[asked.kind is not QuestionKind.TEXT]}{asked.id}"


def _asked(answers: Answers) -> Iterable[tuple[Asked, UnsentPart]]:
    return ((place.asked, part) for place, part in answers if place.asked is not None)
