"""Forms of heard parties: who is asked, who is not and why."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from consultation.lib.cvr import compact, is_cvr
from consultation.lib.text import is_email
from consultation.vocabulary import PartyBasis, PartyKind, SentBy
from consultation.web.fields import Checkbox, DateParts, EnumRadio, EnumSelect, Form, LongText, Radio, Select, TextField
from consultation.web.giveaways import PRINTED
from consultation.web.labels import PARTY_BASES, PARTY_KINDS, SENT_WAYS

HEARD, OPTED_OUT = "hoeres", "fravalgt"
_NOT_CVR = _l("CVR-nummeret skal have otte cifre og være rigtigt skrevet")
_NOT_EMAIL = _l("Skriv e-mailen som navn@eksempel.dk")


class PartyForm(Form):
    """A party of the register; the same fields make it and change it."""

    name = TextField(_l("Navn"), required=_l("Skriv partens navn"))
    kind = EnumSelect[PartyKind](
        _l("Slags"), PARTY_KINDS, blank=_l("Vælg"), required=_l("Vælg, hvad slags part det er")
    )
    email = TextField(
        _l("E-mail"), input_type="email", hint=_l("Høringsbreve sendes hertil. Uden e-mail sender I dem selv.")
    )
    cvr = TextField(_l("CVR-nummer"), inputmode="numeric", hint=_l("Otte cifre."))

    def check(self) -> bool:
        """Whether all is right; the CVR number is then eight digits or ""."""
        self.validate()
        if self.email.data and not self.email.errors and not is_email(self.email.data):
            self.email.mark(_NOT_EMAIL)
        if self.cvr.data and not is_cvr(compact(self.cvr.data)):
            self.cvr.mark(_NOT_CVR)
        else:
            self.cvr.data = compact(self.cvr.data)
        return not self.errors


class HearForm(Form):
    """One party for the list: from the register, or new. `party.choices` is set by the page."""

    party = Select[int](_l("Fra registret"), blank=_l("Ny part: udfyld nedenfor"), says_optional=False)
    name = TextField(_l("Navn på en ny part"))
    kind = EnumSelect[PartyKind](_l("Den nye parts slags"), PARTY_KINDS, blank=_l("Vælg"))
    cvr = TextField(_l("CVR-nummer"), inputmode="numeric")
    email = TextField(_l("E-mail"), input_type="email", inputmode="email")
    basis = EnumRadio[PartyBasis](
        _l("Hvorfor på listen?"), PARTY_BASES, required=_l("Vælg, hvorfor parten er på listen")
    )
    legal_ground = TextField(_l("Lovhjemmel"), hint=_l("For eksempel retssikkerhedslovens § 37 a."))
    choice = Radio[str](
        _l("Skal parten høres?"),
        {HEARD: _l("Ja, parten bliver hørt"), OPTED_OUT: _l("Nej, parten er fravalgt")},
        required=_l("Vælg, om parten skal høres"),
    )
    reason = LongText(
        _l("Hvorfor er parten fravalgt?"), hint=_l("Kun når parten ikke skal høres."), printed=PRINTED, strict=True
    )

    def is_complete(self) -> bool:
        """Marks what the choices make necessary: a known party or a new one, and a reason for opting out (R10)."""
        if self.party.data is None and not self.name.data:
            self.name.mark(_l("Vælg en part fra registret, eller skriv navnet på en ny"))
        if self.party.data is None and self.name.data and self.kind.data is None:
            self.kind.mark(_l("Vælg den nye parts slags"))
        if self.cvr.data and not is_cvr(compact(self.cvr.data)):
            self.cvr.mark(_NOT_CVR)
        if self.email.data and not is_email(self.email.data):
            self.email.mark(_NOT_EMAIL)
        if self.choice.data == OPTED_OUT and not self.reason.data.strip():
            self.reason.mark(_l("Skriv, hvorfor parten ikke skal høres"))
        return not self.errors


class ReasonForm(Form):
    reason = LongText(_l("Begrundelse"), required=_l("Skriv en begrundelse"), printed=PRINTED, strict=True)


_BY_HAND: Mapping[SentBy, Any] = {way: words for way, words in SENT_WAYS.items() if way is not SentBy.MAIL}


class SentForm(Form):
    """A letter that staff sent themselves: when, how, and whether a link is made for it."""

    on = DateParts(_l("Hvornår er brevet sendt?"), required=_l("Skriv, hvornår brevet er sendt"))
    way = EnumRadio[SentBy](_l("Hvordan?"), _BY_HAND, required=_l("Vælg, hvordan brevet er sendt"))
    new_link = Checkbox(_l("Vis et link til at svare, som jeg sætter i brevet"))
