"""What a receipt and its check say of the log, in words (L2, L3)."""

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consultation import chain
from consultation.lib.tokens import check_code
from consultation.models import Response
from consultation.responses import proofs
from consultation.responses.proofs import Evidence
from consultation.web.filters import day, moment, number


@dataclass(frozen=True)
class Checked:
    """Whether the log bears a receipt out, in a sentence."""

    fits: bool
    words: str


def log_lines(evidence: Evidence) -> list[tuple[str, str]]:
    """The line of a response and the end of the log at the check before it, for a receipt: label and words."""
    line, checked = evidence.line, evidence.checkpoint
    told = []
    if line is not None:
        words = _("%(line)s, kode %(code)s", line=number(line.seq), code=evidence.code)
        told.append((str(_("Linje i loggen")), str(words)))
    if checked is not None:
        label = str(_("Loggen, efterset %(day)s", day=day(checked.at.date())))
        words = _("linje %(line)s, kode %(code)s", line=number(checked.seq), code=check_code(checked.hash))
        told.append((label, str(words)))
    return told


def log_check(evidence: Evidence, code: str) -> Checked:
    """What the log says of a response; `code` is the one of its line as printed on the receipt, "" where not given."""
    line = evidence.line
    if line is None:
        return Checked(False, str(_("Svaret står ikke i loggen. Det må ikke ske. Gem kvitteringen, og kontakt os.")))
    if not line.sound:
        words = _(
            "Linje %(line)s i loggen er ændret. Det må ikke ske. Gem kvitteringen, og kontakt os.",
            line=number(line.seq),
        )
        return Checked(False, str(words))
    if code and not proofs.line_fits(evidence, code):
        words = _(
            "Linje %(line)s i loggen har en anden kode end den, du skrev. Se efter, om den er skrevet rigtigt af."
            " Passer den stadig ikke, så gem kvitteringen, og kontakt os.",
            line=number(line.seq),
        )
        return Checked(False, str(words))
    told = {"line": number(line.seq), "when": moment(line.at)}
    words, fits = _("Svaret står som linje %(line)s i loggen, skrevet %(when)s.", **told), _("Koden for linjen passer.")
    return Checked(True, f"{words} {fits}" if code else str(words))


def log_state(session: Session, response: Response) -> str:
    """When the whole log was last checked, and what came of it."""
    newest = chain.last_checkpoint(session, response.authority_id)
    if newest is None:
        return str(_("Hele loggen bliver efterset hver nat. Det er ikke sket endnu."))
    if newest.bad_seq is not None:
        return str(
            _("Hele loggen blev efterset %(when)s. Der var en fejl, som bliver undersøgt.", when=moment(newest.at))
        )
    return str(_("Hele loggen blev efterset %(when)s og var, som den skal være.", when=moment(newest.at)))
