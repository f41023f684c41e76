"""Forms of what comes before sending out: links for others to see it, remarks on its drafts, and their answers."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from consultation.consultations.forms import StaffText
from consultation.consultations.reviewing import Written
from consultation.consultations.reviews import place_of
from consultation.lib.tokens import new_key
from consultation.models import SectionText
from consultation.vocabulary import ReviewOutcome
from consultation.web.fields import Checkbox, DateParts, EnumRadio, Form, HiddenKey, Select, TextField

WHOLE = "hele"
"""The draft as a whole; a section is its anchor after "afsnit:", so that none can be taken for it."""
_SECTION = "afsnit:"
REVIEW_OUTCOMES = {ReviewOutcome.HANDLED: _l("Behandlet"), ReviewOutcome.NOT_TAKEN: _l("Ikke taget med")}


class PreviewLinkForm(Form):
    name = TextField(
        _l("Hvem er linket til?"),
        required=_l("Skriv, hvem linket er til"),
        hint=_l(
            "For eksempel Formanden for Ældrerådet. Brug et link for hver, så de kan trækkes tilbage hver for sig."
        ),
        limit=120,
    )
    ends_on = DateParts(
        _l("Sidste dag, linket virker"),
        required=_l("Skriv datoen"),
        hint=_l("Højst 90 dage frem. Linket holder op før, hvis høringen bliver sendt ud."),
    )
    may_remark = Checkbox(
        _l("Må skrive bemærkninger"),
        hint=_l("Til et udkast eller et afsnit. Kun medarbejdere og den, der har linket, ser dem."),
    )


class ReviewForm(Form):
    """A remark on one draft; the choices of `place` are its sections."""

    place = Select[str](_l("Hvad handler bemærkningen om?"), required=_l("Vælg, hvad bemærkningen handler om"))
    text = StaffText(_l("Bemærkning"), required=_l("Skriv bemærkningen"))
    key = HiddenKey("")

    def written(self, number: int, name: str) -> Written:
        """What was sent, once it is valid."""
        chosen = (self.place.data or WHOLE).removeprefix(_SECTION)
        anchor = "" if self.place.data == WHOLE else chosen
        return Written(number, anchor, name, self.text.data, self.key.data or new_key())


class LinkReviewForm(ReviewForm):
    """The same by a link, where the name is the writer's own."""

    name = TextField(_l("Dit navn"), required=_l("Skriv dit navn"), limit=120, autocomplete="name")


class ReviewAnswerForm(Form):
    outcome = EnumRadio[ReviewOutcome](
        _l("Hvad er der gjort?"),
        REVIEW_OUTCOMES,
        required=_l("Vælg, hvad der er gjort"),
        hints={
            ReviewOutcome.HANDLED: _l("Udkastet er rettet, eller spørgsmålet er besvaret."),
            ReviewOutcome.NOT_TAKEN: _l("Skriv grunden i svaret."),
        },
    )
    answer = StaffText(
        _l("Kort svar"),
        required=_l("Skriv et kort svar eller en grund"),
        hint=_l("Den, der skrev bemærkningen med et link, kan se svaret."),
    )


def offer_places(form: ReviewForm, sections: Sequence[SectionText], anchor: str) -> None:
    """The draft as a whole and its sections; the one with this anchor is chosen where nothing was sent."""
    places = {f"{_SECTION}{one.section.anchor}": place_of(one) for one in sections}
    form.place.choices = {WHOLE: _("Hele udkastet"), **places}
    if form.place.data is None and not form.is_submitted():
        form.place.data = f"{_SECTION}{anchor}" if f"{_SECTION}{anchor}" in places else WHOLE
