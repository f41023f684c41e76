"""The forms in which a sender says who they are, on the page, in easy words, or through staff (R14, R15, R23)."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any, cast

from flask_babel import lazy_gettext as _l

from consultation.lib.cvr import compact
from consultation.lib.text import TextError, clean
from consultation.responses import rules
from consultation.responses.rules import Sender, Together
from consultation.responses.unsent_queries import SENDER_TEXTS, SENDER_TICKS
from consultation.vocabulary import (
    ORGANISED,
    Capacity,
    Channel,
    LoginMode,
    NameRule,
    Precision,
)
from consultation.web.fields import (
    Checkbox,
    Checkboxes,
    ClockField,
    DateParts,
    EnumRadio,
    Form,
    HiddenKey,
    LongText,
    MultiFile,
    Radio,
    Select,
    TextField,
)
from consultation.web.labels import CAPACITIES, CHANNELS

NOT_EMAIL = _l("Skriv e-mailadressen som navn@eksempel.dk, eller lad feltet stå tomt")
EMAIL = _l("Skriv e-mailadressen som navn@eksempel.dk")
_NEEDS_EMAIL = _l("Skriv din e-mailadresse. Uden den kan vi ikke bekræfte, at svaret er dit")
_NOT_CVR = _l("CVR-nummeret skal have otte cifre og være rigtigt skrevet")
_NOT_POSTCODE = _l("Postnummeret skal have fire cifre, for eksempel 8900")
NAME_HINTS = {
    NameRule.CITIZEN_POSTCODE: _l("Dit fulde navn. På siden vises du for eksempel som “Borger, 8900”."),
    NameRule.NAME_POSTCODE: _l("Dit fulde navn. På siden vises du med navn og postnummer."),
    NameRule.FULL_NAME: _l("Dit fulde navn. På siden vises du med dit navn."),
}
EASY_NAME_HINTS = {
    NameRule.CITIZEN_POSTCODE: _l("Vi viser ikke dit navn."),
    NameRule.NAME_POSTCODE: _l("Er du 18 år eller ældre, står navnet på siden."),
    NameRule.FULL_NAME: _l("Er du 18 år eller ældre, står navnet på siden."),
}


class AboutForm(Form):
    """Who answers (R14). Dependent fields are always there and say when they count."""

    capacity = EnumRadio[Capacity](
        _l("Hvem svarer du som?"), CAPACITIES, required=_l("Vælg, hvem du svarer som"), says_optional=False
    )
    name = TextField(_l("Navn"), required=_l("Skriv dit navn"), autocomplete="name")
    organisation = TextField(
        _l("Organisationens navn (kun for organisationer, råd og myndigheder)"),
        autocomplete="organization",
        says_optional=False,
    )
    cvr = TextField(
        _l("CVR-nummer (frivilligt, kun for organisationer, råd og myndigheder)"),
        inputmode="numeric",
        says_optional=False,
    )
    together = LongText(
        _l("Svarer I sammen med andre? (frivilligt, kun for organisationer, råd og myndigheder)"),
        hint=_l("Skriv en organisation på hver linje. I får ét svar og én kvittering, og alle navne bliver vist."),
        limit=4000,
        says_optional=False,
    )
    on_behalf_of = TextField(
        _l("Hvem svarer du på vegne af? (kun for pårørende og værger)"),
        hint=_l("Vi gemmer begge navne, men viser ingen af dem. Lad feltet stå tomt, hvis du svarer for dig selv."),
        says_optional=False,
    )
    helper_name = TextField(
        _l("Har nogen hjulpet dig med at svare? Skriv navnet"),
        hint=_l(
            "Hjælper du en anden, så skriv den andens navn under Navn og dit eget her. "
            "Det navn, der står her, bliver ikke vist."
        ),
    )
    under_18 = Checkbox(
        _l("Jeg er under 18 år"),
        hint=_l(
            "Så viser vi aldrig dit navn. På siden står der “Ung”. Sæt også hak, hvis du svarer for en under 18 år."
        ),
    )
    protected = Checkbox(
        _l("Jeg har navne- og adressebeskyttelse"), hint=_l("Så vises hverken navn eller postnummer nogen steder.")
    )
    postcode = TextField(_l("Postnummer"), autocomplete="postal-code", inputmode="numeric", says_optional=False)
    email = TextField(
        _l("E-mail"),
        input_type="email",
        autocomplete="email",
        hint=_l("Vi sender din kvittering hertil. E-mailen bliver aldrig vist."),
    )
    email2 = TextField(_l("Gentag e-mail"), input_type="email", autocomplete="email", says_optional=False)
    hide = Checkbox(
        _l("Vis ikke mit svar offentligt"),
        hint=_l("Udvalget får det stadig at se. Andre kan bede om aktindsigt; så vurderer vi, hvad de må få."),
    )
    follow = Checkbox(_l("Send mig en mail, når sagen er afgjort"))

    def everything(self) -> dict[str, object]:
        """All fields as they stand, right or wrong: the step is saved first, then checked."""
        values: dict[str, object] = {
            name: _kept(_line(self, name).shown) for name in (*SENDER_TEXTS, "together", "email2") if name in self
        }
        values |= {name: bool(self[name].data) for name in (*SENDER_TICKS, "hide", "follow") if name in self}
        values |= {"cvr": compact(str(values.get("cvr", ""))), "capacity": self.chosen_capacity or ""}
        return values

    @property
    def chosen_capacity(self) -> Capacity | None:
        """What the sender answers as, once it is chosen."""
        return self.capacity.data

    def needs_postcode(self, sender: Sender) -> bool:
        """Whether this page asks who is described for a postcode."""
        return self.chosen_capacity is not None and rules.needs_postcode(sender)

    def sender(self) -> Sender | None:
        """Who the form describes; None until a capacity is chosen."""
        if self.chosen_capacity is None:
            return None
        texts = {name: self[name].data for name in SENDER_TEXTS if name in self}
        texts["cvr"] = compact(self.cvr.data) if self.chosen_capacity in ORGANISED else ""
        ticks = {name: self[name].data for name in SENDER_TICKS if name in self}
        return Sender(capacity=self.chosen_capacity, **ticks, **texts)

    def ask_for(self, mode: LoginMode) -> None:
        """What the consultation asks of its senders (R13); the mode with confirmed e-mail needs an address."""
        if mode is LoginMode.CONFIRMED:
            self.email.required = _NEEDS_EMAIL
            self.email.says_optional = False
            self.email.hint = _l("Vi sender et link hertil, som du skal trykke på. E-mailen bliver aldrig vist.")

    def name_is(self, name: str) -> None:
        """The name that the identity provider has given; nothing typed changes it (R13)."""
        self.name.data, self.name.raw_data, self.name.process_errors = name, None, []
        self.name.readonly = True

    def check(self) -> bool:
        """Whether all is right; else each field says what is wrong (interface.md 3.7)."""
        self.validate()
        sender = self.sender() or Sender(Capacity.CITIZEN, "", postcode=self.postcode.data, email=self.email.data)
        self._mark_faults(rules.sender_faults(sender))
        if self.needs_postcode(sender) and not sender.postcode:
            self._mark_faults({"postcode": "missing"})
        if self.email.data and not self.email.errors and self.email.data.casefold() != self.email2.data.casefold():
            self.email2.mark(_l("De to e-mailadresser er ikke ens"))
        if sender.capacity in ORGANISED:
            mark_together(self.together, self.organisation.data)
        return not self.errors

    def _mark_faults(self, faults: Mapping[str, str]) -> None:
        words = {
            "organisation": _l("Skriv organisationens navn"),
            "cvr": _NOT_CVR,
            "postcode": _NOT_POSTCODE,
            "email": EMAIL if self.email.required else NOT_EMAIL,
        }
        for name, message in words.items():
            if name in faults and name in self and not self[name].errors:
                _line(self, name).mark(message)


class EasyAboutForm(AboutForm):
    """The same in easy words, for a private person, whose postcode is their own affair (interface.md 4.4)."""

    name = TextField(_l("Fornavn"), required=_l("Skriv dit fornavn"), autocomplete="given-name")
    under_18 = Checkbox(_l("Jeg er under 18 år"), hint=_l("Så viser vi aldrig dit navn."))
    protected = Checkbox(
        _l("Mit navn og min adresse er hemmelig"), hint=_l("Det hedder også navne- og adressebeskyttelse.")
    )
    postcode = TextField(_l("Postnummer"), autocomplete="postal-code", inputmode="numeric")
    helper_name = TextField(_l("Har nogen hjulpet dig?"), hint=_l("Skriv navnet på den, der hjalp. Vi viser det ikke."))

    @property
    def chosen_capacity(self) -> Capacity:
        """Whoever answers here answers for themselves."""
        return Capacity.CITIZEN

    def needs_postcode(self, sender: Sender) -> bool:  # noqa: ARG002 - the ordinary page asks for one
        """Never."""
        return False


_NOT_EASY = ("capacity", "organisation", "cvr", "together", "on_behalf_of", "hide", "follow")


def mark_together(field: LongText, own: str) -> None:
    """Says what is wrong with the organisations that answer together."""
    if field.errors:
        return
    try:
        rules.read_together(field.data, own)
    except TextError:
        field.mark(_l("Et af navnene har usynlige eller blandede tegn. Skriv det igen med almindelige bogstaver."))
    except ValueError:
        field.mark(_l("Der er plads til %(most)s organisationer. Skriv resten i svaret.", most=rules.MOST_TOGETHER))


def _line(form: Form, name: str) -> TextField:
    return cast("TextField", form[name])


def _kept(typed_text: str) -> str:
    try:
        return clean(typed_text)[:1000]
    except TextError:
        return ""


def about_form(about: Mapping[str, object], *, easy: bool = False) -> AboutForm:
    """The form with what was saved."""
    if easy:
        form = EasyAboutForm(data=dict(about))
        for name in _NOT_EASY:
            del form[name]
        return form
    chosen = Capacity(str(about["capacity"])) if about.get("capacity") else None
    return AboutForm(data=dict(about) | {"capacity": chosen})


_REGISTERED: Mapping[Channel, Any] = {
    channel: words for channel, words in CHANNELS.items() if channel is not Channel.PORTAL
}
SOURCES = {
    "stamp": _l("Modtaget-stempel"),
    "mail": _l("Mailens modtagelse"),
    "note": _l("Eget notat"),
}


class IntakeForm(Form):
    """A response on paper, by mail, telephone or at a meeting (R23, interface.md 3.14)."""

    channel = EnumRadio[Channel](_l("Kanal"), _REGISTERED, required=_l("Vælg, hvordan svaret kom"))
    on = DateParts(_l("Modtaget den"), required=_l("Skriv, hvornår svaret er modtaget"))
    at = ClockField(_l("Klokken"), hint=_l("Lad feltet stå tomt, hvis kun dagen er kendt."))
    source = Radio[str](_l("Hvordan ved vi det?"), SOURCES, required=_l("Vælg, hvordan tidspunktet er kendt"))
    capacity = EnumRadio[Capacity](_l("Afsenderen svarer som"), CAPACITIES, required=_l("Vælg, hvem der svarer"))
    name = TextField(
        _l("Navn"),
        hint=_l("Ikke nødvendigt, når en organisation, et råd eller en myndighed svarer."),
        says_optional=False,
    )
    organisation = TextField(
        _l("Organisationens navn (kun for organisationer, råd og myndigheder)"), says_optional=False
    )
    cvr = TextField(_l("CVR-nummer"), inputmode="numeric")
    together = LongText(_l("Andre organisationer, der svarer med"), limit=4000, hint=_l("En på hver linje."))
    on_behalf_of = TextField(
        _l("Hvem svarer afsenderen på vegne af? (kun for pårørende og værger)"), says_optional=False
    )
    helper_name = TextField(_l("Hvem har hjulpet afsenderen?"), hint=_l("Navnet bliver ikke vist."))
    postcode = TextField(_l("Postnummer"), inputmode="numeric")
    address = LongText(_l("Adresse"), limit=500, hint=_l("Kvitteringen sendes hertil som brev."))
    email = TextField(_l("E-mail"), input_type="email", hint=_l("Kvitteringen sendes hertil som mail."))
    under_18 = Checkbox(
        _l("Afsenderen er under 18 år"), hint=_l("Så bliver afsenderen vist som “Ung”, aldrig med navn.")
    )
    protected = Checkbox(_l("Navne- og adressebeskyttelse"))
    hide = Checkbox(_l("Ønsker ikke svaret vist offentligt"))
    party = Select[int](_l("Høringspart"), blank=_l("Ingen høringspart"))
    no_remarks = Checkbox(_l("Parten skriver, at den ingen bemærkninger har"))
    drafts = Checkboxes[int](_l("Udkast"), hint=_l("Vælg ingen, hvis svaret handler om det hele."))
    text = LongText(
        _l("Svarets tekst"), hint=_l("Skriv den af, eller vedhæft det indscannede brev herunder."), says_optional=False
    )
    files = MultiFile(_l("Indscannet brev eller bilag"))
    read_aloud = Checkbox(_l("Skrevet ned efter telefonsamtale, læst op og godkendt"))
    key = HiddenKey("")

    def sender(self) -> Sender:
        """Valid once the form is."""
        if self.capacity.data is None:
            raise ValueError("the capacity is missing")
        given = {name: self[name].data for name in (*SENDER_TEXTS, *SENDER_TICKS) if name in self}
        given["cvr"] = ""
        if self.capacity.data in ORGANISED:
            given["cvr"] = compact(self.cvr.data)
            given["organisation"] = rules.together_words(self.organisation.data, self.others)
        return Sender(capacity=self.capacity.data, **given)

    @property
    def others(self) -> tuple[Together, ...]:
        """The organisations that answer together with the sender."""
        if self.capacity.data not in ORGANISED:
            return ()
        return rules.read_together(self.together.data, self.organisation.data)

    def check(self, today: date) -> bool:
        """Whether all is right; else each field says what is wrong."""
        self.validate()
        mark_together(self.together, self.organisation.data)
        if self.capacity.data is not None and not self.together.errors:
            faults = rules.sender_faults(self.sender())
            words = {
                "name": _l("Skriv afsenderens navn"),
                "organisation": _l("Skriv organisationens navn"),
                "cvr": _NOT_CVR,
                "postcode": _NOT_POSTCODE,
                "email": NOT_EMAIL,
            }
            for name in faults.keys() & words.keys():
                _line(self, name).mark(words[name])
        if self.on.data is not None and self.on.data > today:
            self.on.mark(_l("Datoen ligger i fremtiden"))
        if self.channel.data is Channel.PHONE and not self.read_aloud.data:
            self.read_aloud.mark(_l("Sæt hak, når teksten er læst op og godkendt"))
        return not self.errors

    @property
    def received_on(self) -> date:
        """Valid once the form is."""
        if self.on.data is None:
            raise ValueError("the day is missing")
        return self.on.data

    @property
    def precision(self) -> Precision:
        return Precision.DAY if self.at.data is None else Precision.MINUTE

    @property
    def clock(self) -> time:
        """Noon where only the day is known: on that day in any zone, and never near a deadline."""
        return self.at.data or time(12, 0)
