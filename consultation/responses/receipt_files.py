"""A receipt to keep: as JSON for whoever wants to check it (L3), and as a paper (R18, interface.md 3.9).

Both say what was received and what was to come then, so they are the same bytes whenever they are fetched, unless the
consultation itself has changed. Neither holds a hash that text could be guessed from without the nonce (P2). The keys
of the JSON are stable; `schema_version` grows when one changes its meaning or goes.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from flask_babel import gettext as _

from consultation.lib.dates import local
from consultation.lib.tokens import check_code
from consultation.models import Consultation, Milestone, Response
from consultation.responses import log_wording, queries, wording
from consultation.responses.asking import chosen_words
from consultation.responses.content import AnswerContent, Content, FileContent, Place, PlaceKey, Proof, exact
from consultation.responses.forms import place_words, quote_words
from consultation.responses.proofs import Evidence
from consultation.responses.rules import Sender
from consultation.responses.wording import Line
from consultation.web.filters import size
from consultation.web.labels import CAPACITIES, STANCES

SCHEMA_VERSION = 1
TEMPLATE = Path(__file__).with_name("receipt.typ")
HOW_TO_VERIFY = (
    "commitment is the SHA-256, in hexadecimal digits, of these five strings in UTF-8, each after its length in bytes "
    'as 8 bytes, big end first: "consultation commitment 1", nonce, number, received_at, text. The proof of a file is '
    "the same with the SHA-256 of the file, in hexadecimal digits, in the place of text."
)


@dataclass(frozen=True)
class Kept:
    """What a receipt is made of. `link` is the sender's own page, `page` the consultation's."""

    consultation: Consultation
    response: Response
    sender: Sender
    content: Content
    places: Mapping[PlaceKey, Place]
    milestones: Sequence[Milestone]
    link: str
    page: str
    evidence: Evidence

    @property
    def number(self) -> str:
        return queries.number_of(self.response)

    @property
    def code(self) -> str:
        return check_code(self.response.commitment)

    @property
    def answers(self) -> list[tuple[Place, AnswerContent]]:
        return [(self.places[answer.place], answer) for answer in self.content.answers]

    @property
    def coming(self) -> list[Line]:
        """What was to happen, on the day when the response was received."""
        if self.content.no_remarks:
            return []
        received_on = local(self.response.received_at).date()
        return wording.timeline(self.consultation, self.response, self.milestones, received_on)


def name_of(kept: Kept) -> str:
    """What the files are called, without an ending."""
    return f"kvittering-svar-{kept.number}"


def as_json(kept: Kept) -> bytes:
    """The receipt as a file for machines, and for checking it without us."""
    response, row = kept.response, kept.consultation
    text = Proof(response.nonce, kept.number, response.received_at).text(kept.sender, kept.content, kept.places)
    told = {
        "schema": "consultation receipt",
        "schema_version": SCHEMA_VERSION,
        "language": response.language.value,
        "authority": row.authority.name,
        "consultation": {"slug": row.slug, "title": row.title, "case_number": row.case_number, "page": kept.page},
        "number": kept.number,
        "received_at": exact(response.received_at),
        "received_precision": response.received_precision.value,
        "received_words": wording.received_words(response),
        "late": response.late,
        "no_remarks": kept.content.no_remarks,
        "link": kept.link,
        "sender": {
            "capacity": kept.sender.capacity.value,
            "name": kept.sender.name,
            "organisation": kept.sender.organisation,
            "on_behalf_of": kept.sender.on_behalf_of,
            "helper_name": kept.sender.helper_name,
            "under_18": kept.sender.under_18,
        },
        "answers": [_answer(place, answer) for place, answer in kept.answers],
        "files": [{"name": file.name, "size": file.size, "description": file.alt} for file in kept.content.files],
        "what_happens_now": [{"title": line.title, "text": line.text} for line in kept.coming],
        "check_code": kept.code,
        "nonce": response.nonce,
        "text": text,
        "commitment": response.commitment,
        "how_to_verify": HOW_TO_VERIFY,
        "log": log_of(kept.evidence),
    }
    return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()


def log_of(evidence: Evidence) -> dict[str, object]:
    """What the log holds of the response, and the newest check of the whole log before it came (L2)."""
    line, checked = evidence.line, evidence.checkpoint
    return {
        "line": {"number": line.seq, "at": exact(line.at), "hash": line.hash, "code": evidence.code} if line else None,
        "checked": {"at": exact(checked.at), "line": checked.seq, "hash": checked.hash} if checked else None,
    }


def _answer(place: Place, answer: AnswerContent) -> dict[str, object]:
    return {
        "draft": place.draft_number,
        "draft_title": place.draft_title,
        "version": place.version_number,
        "section": place.anchor,
        "heading": place.heading,
        "question": place.asked.words.da if place.asked else None,
        "choices": [option.da for option in place.asked.chosen(answer.choices)] if place.asked else [],
        "stance": answer.stance.value if answer.stance else None,
        "text": answer.text,
        "proposed_text": answer.proposed_text,
        **({"quote": answer.quote, "quote_start": answer.quote_start} if answer.quote else {}),
    }


def paper_of(kept: Kept) -> dict[str, object]:
    """What receipt.typ sets: words of the page's language, and what was written as it is."""
    response, row = kept.response, kept.consultation
    named = kept.sender.organisation or kept.sender.name
    facts = [
        (_("Svar nr."), kept.number),
        (_("Modtaget"), wording.received_words(response)),
        (_("Høring"), row.title),
        (_("Sagsnummer"), row.case_number),
        (_("Du svarer som"), ", ".join(part for part in (str(CAPACITIES[kept.sender.capacity]), named) if part)),
        (_("På vegne af"), kept.sender.on_behalf_of),
        (_("Hjulpet af"), kept.sender.helper_name),
        (_("Kontrolkode"), kept.code),
        *[(label, words) for label, words in log_wording.log_lines(kept.evidence)],
    ]
    late = _("Modtaget efter fristen. Vi vurderer, om svaret kan indgå. Du får besked.") if response.late else ""
    contact = (row.contact_name, row.contact_phone, row.contact_email)
    return {
        "language": response.language.value,
        "title": _("Kvittering for svar nr. %(number)s", number=kept.number),
        "opening": _opening(kept),
        "authority": row.authority.name,
        "facts": [[str(label), value] for label, value in facts if value],
        "late": str(late),
        "link": kept.link,
        "words": {
            "own": str(_("Din side")),
            "own_text": wording.link_words(
                corrects=not response.late and not kept.content.no_remarks, undoes=not response.late
            ),
            "sent": str(_("Det har du sendt")),
            "files": str(_("Filer")),
            "proposed": str(_("Forslag til ny tekst")),
            "coming": str(_("Hvad sker der nu?")),
            "contact": str(_("Spørgsmål: %(contact)s", contact=", ".join(part for part in contact if part))),
            "page": str(_("Side {page} af {pages}")),
        },
        "answers": [_part(place, answer) for place, answer in kept.answers],
        "files": [_file(file) for file in kept.content.files],
        "no_remarks": str(_("Ingen bemærkninger.")) if kept.content.no_remarks else "",
        "coming": [[line.title, line.text] for line in kept.coming],
    }


def _opening(kept: Kept) -> str:
    if kept.content.no_remarks:
        return str(_("Vi har noteret, at %(name)s ingen bemærkninger har", name=kept.sender.organisation))
    return str(_("Vi har modtaget dit svar"))


def _part(place: Place, answer: AnswerContent) -> dict[str, object]:
    return {
        "about": place_words(place),
        "quote": quote_words(answer.quote),
        "stance": str(STANCES[answer.stance]) if answer.stance else "",
        "chosen": chosen_words(place, answer),
        "text": _paragraphs(answer.text),
        "proposed": _paragraphs(answer.proposed_text),
    }


def _file(file: FileContent) -> str:
    return f"{file.name}, {size(file.size)}{f': {file.alt}' if file.alt else ''}"


def _paragraphs(text: str) -> list[str]:
    return [part for part in text.split("\n\n") if part.strip()]
