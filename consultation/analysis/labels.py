"""The words of analysis on screen."""

from collections.abc import Iterable
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from consultation.analysis.approvals import Standing
from consultation.analysis.cuts import Cut, Why
from consultation.analysis.desk_queries import Printed
from consultation.analysis.dues import days_late
from consultation.analysis.figures import Lack, PositionLine
from consultation.analysis.guessing import Basis, Guess
from consultation.analysis.joining import Agreement, Alike, Named
from consultation.analysis.lint import Fault
from consultation.analysis.prose import ProseFault
from consultation.analysis.standard_fields import Field
from consultation.lib.text import listed
from consultation.models import Draft, SectionText
from consultation.vocabulary import ApprovalStep
from consultation.web.filters import day
from consultation.web.i18n import language

LINT = {
    Fault.DIRECTION: _l(
        "Begynd med retningen: Ønske om, Modstand mod, Støtte til, Bekymring for, Forslag om eller Krav om."
    ),
    Fault.LENGTH: _l("Brug højst 12 ord."),
    Fault.VAGUE: _l("Skriv et præcist tal i stedet for ord som “flere” og “mange”."),
    Fault.LOADED: _l("Skriv det neutralt. Der er et ladet ord."),
    Fault.PLACEHOLDER: _l("Der mangler noget, eller der står en pladsholder."),
    Fault.PRIVATE_NAME: _l("En privatperson må ikke stå med navn i rapporten."),
}
"""What each warning about a title asks for."""

PROSE = {
    ProseFault.PLACEHOLDER: _l("Der står en pladsholder. Papirerne kan ikke laves, før den er væk."),
    ProseFault.PRIVATE_NAME: _l("En privatperson må ikke stå med navn. Skriv svarets nummer i stedet."),
    ProseFault.OTHER_NUMBER: _l("Tallet passer ikke med systemets."),
    ProseFault.WITHOUT_NUMBER: _l("Skriv, hvilke svar eller punkter det bygger på: svar nr. eller pkt."),
    ProseFault.VAGUE: _l("Skriv et præcist tal i stedet."),
    ProseFault.LOADED: _l("Skriv det neutralt."),
    ProseFault.DANGLING: _l("Der henvises til noget ovenfor eller nedenfor, som ikke står i afsnittet."),
    ProseFault.LONG_SENTENCE: _l("Sætningen er på over 35 ord. Del den."),
}
"""What each warning about a longer text asks for."""
STANDARD_FIELDS = {
    Field.CONSULTATION: _l("Høringens titel"),
    Field.AUTHORITY: _l("Myndighedens navn"),
    Field.CASE_NUMBER: _l("Sagens nummer"),
    Field.DEADLINE: _l("Dagen for høringens frist"),
    Field.DRAFT: _l("Titlen på det udkast, synspunktet handler om"),
    Field.SECTION: _l("Nummer og overskrift på det afsnit, synspunktet handler om"),
    Field.THEME: _l("Synspunktets tema"),
}
LACKS = {
    Lack.POINTS: _l("har ingen punkter"),
    Lack.REMARK: _l("mangler en bemærkning"),
    Lack.OUTCOME: _l("mangler en indstilling"),
    Lack.CHANGE: _l("er imødekommet, men ny tekst mangler"),
}
THEME_FAULTS = {
    "fixed": _l("Generelt står altid sidst og kan ikke flyttes, omdøbes eller fjernes."),
    "own_branch": _l("Et tema kan ikke stå under sig selv."),
    "too_deep": _l("Temaer kan højst stå i tre niveauer."),
    "title": _l("Der er allerede et tema med det navn der."),
    "withdrawn": _l("Temaet er fjernet imens."),
    "positions": _l("Temaet har synspunkter. Læg det sammen med et andet tema, så bliver de flyttet."),
    "themes": _l("Andre temaer står under det. Flyt dem først."),
}
"""Why something may not become of a theme."""
TITLE_HINT = _l("Begynd med retningen: Ønske om, Bekymring for, Støtte til. Højst 12 ord.")


def place_words(draft: Draft | None, section: SectionText | None) -> str:
    """ "Udkast 8 · 3 Hvor længe?", "Udkast 8 Afklaring", "Generelt"."""
    if draft is None:
        return str(_("Generelt"))
    if section is None:
        return str(_("Udkast %(number)s %(title)s", number=draft.number, title=draft.title))
    heading = f"{section.printed_number} {section.heading}".strip()
    return str(_("Udkast %(number)s · %(heading)s", number=draft.number, heading=heading))


STEPS = {
    ApprovalStep.SUBJECT_OWNER: _l("fagansvarlig"),
    ApprovalStep.DIRECTOR: _l("direktør"),
}
STANDINGS = {
    Standing.MISSING: _l("mangler"),
    Standing.LATER: _l("venter på, at fagansvarlig godkender først"),
    Standing.GRANTED: _l("godkendt"),
    Standing.AGAIN: _l("skal godkendes igen, for det er ændret"),
    Standing.RETURNED: _l("sendt tilbage"),
}


def unknown_fields_words(found: Iterable[tuple[str, str]]) -> str:
    """What stands in braces and is no field, with what may be meant."""
    told = [
        _("Feltet %(written)s findes ikke. Mente du {%(near)s}?", written=written, near=near)
        if near
        else _("Feltet %(written)s findes ikke.", written=written)
        for written, near in found
    ]
    return " ".join([*map(str, told), str(_("Brug felterne på listen, eller skriv ordene uden krøllede parenteser."))])


def due_words(due_on: date, today: date, *, done: bool) -> str:
    """ "forsinket 2 dage", "senest i dag", "senest 3. marts 2026"."""
    if late := days_late(due_on, today, done=done):
        return str(ngettext("forsinket %(num)s dag", "forsinket %(num)s dage", late))
    if due_on == today:
        return str(_("senest i dag"))
    return str(_("senest %(day)s", day=day(due_on)))


def line_words(line: PositionLine) -> str:
    """ "8.3 Ønske om længere forløb (4)": with the number of responses behind it (domain.md 4.2)."""
    return f"{line.label} {line.position.title} ({len(line.numbers)})"


def printed_words(one: Printed) -> str:
    """The same, of a position on the desk."""
    return f"{one.label} {one.position.title} ({one.responses})"


# What is suggested, and why

_CUTS = {
    Why.START: _l("Her begynder det, svaret siger."),
    Why.ANSWER: _l("Her begynder svaret til det næste sted."),
    Why.PARAGRAPH: _l("Her begynder et nyt afsnit i svaret."),
    Why.ITEM: _l("Her begynder et led i en opstilling: “%(words)s”."),
    Why.ORDINAL: _l("Her står “%(words)s”."),
    Why.PARTS: _l("Anden del af en sætning med “dels … dels”."),
    Why.SECTION: _l("Her begynder svaret at tale om “%(words)s”."),
    Why.GREETING: _l("Hilsen eller indledning."),
    Why.SIGNATURE: _l("Afslutning og underskrift."),
    Why.QUOTED: _l("Udkastets egne ord, gengivet i svaret."),
}
_BASES = {
    Basis.ANSWERED: _l("svaret er givet til afsnittet"),
    Basis.NUMBER: _l("svaret nævner “%(words)s”"),
    Basis.TITLE: _l("svaret nævner “%(words)s”"),
    Basis.QUOTED: _l("svaret gengiver ord derfra: “%(words)s”"),
    Basis.ONLY: _l("svaret er givet til udkastet"),
}


def cut_words(cut: Cut) -> str:
    """Why a response may be cut there."""
    return str(_CUTS[cut.why]) % {"words": cut.words}


def guess_words(guess: Guess) -> str:
    """What a guess of draft and section rests on: "svaret nævner “afsnit 3.2”"."""
    return str(_BASES[guess.basis]) % {"words": guess.words}


def alike_words(one: Alike) -> str:
    """On which points a likeness rests, and how alike they are: "ligner punkt 3.1 og 9.2 (64 %)"."""
    if not one.points:
        return str(_("ligner resuméet (%(percent)s %%)", percent=one.percent))
    points = listed(one.points, language())
    return str(_("ligner punkt %(points)s (%(percent)s %%)", points=points, percent=one.percent))


def agreement_words(one: Agreement) -> str:
    """With whom the words say to agree."""
    if one.named is Named.ABOVE:
        return str(_("svaret er enigt i “%(words)s”", words=one.words))
    if one.named is Named.SENDER:
        return str(_("svaret er enigt med %(name)s, svar nr. %(number)s", name=one.words, number=one.label))
    return str(_("svaret er enigt med svar nr. %(number)s", number=one.label))
