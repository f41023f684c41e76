"""The words of analysis on screen."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from consultation.analysis.figures import Lack, PositionLine
from consultation.analysis.lint import Fault
from consultation.models import Draft, SectionText

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

LACKS = {
    Lack.POINTS: _l("har ingen punkter"),
    Lack.REMARK: _l("mangler en bemærkning"),
    Lack.OUTCOME: _l("mangler en indstilling"),
    Lack.CHANGE: _l("er imødekommet, men ny tekst mangler"),
}
TITLE_HINT = _l("Begynd med retningen: Ønske om, Bekymring for, Støtte til. Højst 12 ord.")


def place_words(draft: Draft | None, section: SectionText | None) -> str:
    """ "Udkast 8 · 3 Hvor længe?", "Udkast 8 Afklaring", "Generelt"."""
    if draft is None:
        return str(_("Generelt"))
    if section is None:
        return str(_("Udkast %(number)s %(title)s", number=draft.number, title=draft.title))
    heading = f"{section.printed_number} {section.heading}".strip()
    return str(_("Udkast %(number)s · %(heading)s", number=draft.number, heading=heading))


def line_words(line: PositionLine) -> str:
    """ "8.3 Ønske om længere forløb (4)": with the number of responses behind it (domain.md 4.2)."""
    return f"{line.label} {line.position.title} ({len(line.numbers)})"
