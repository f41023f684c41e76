"""What every public page of a consultation begins with, and the words its templates ask for."""

from flask import current_app, request, url_for

from consultation import clock
from consultation.consultations import queries as consultations
from consultation.consultations import states, subjects
from consultation.consultations.asked import read_choices
from consultation.consultations.pages import public_consultation
from consultation.errors import NotFound
from consultation.extensions import db
from consultation.models import Authority, Consultation
from consultation.responses import crowds
from consultation.responses.asking import said
from consultation.responses.wording import needs_words, paper_words
from consultation.site import choosing, items, phrases, queries, renditions, wording
from consultation.site.adoption import place_id
from consultation.site.blueprint import blueprint
from consultation.site.case import Case
from consultation.site.draft_papers import Key
from consultation.web import labels
from consultation.web.frame import use_authority
from consultation.web.headers import LONGEST_PUBLIC_AGE, public

COUNTED_SECONDS = 30
"""How old a number of responses may be on a page, which says when it was counted (performance.md)."""


def case_of(slug: str, *, counts: bool = False) -> Case:
    """The consultation at this address as it stands now; its page may be kept until the clock changes it (P3, T8).

    counts: the page says how many responses there are or shows them, which is true for a short while only.
    """
    row = public_consultation(slug)
    acts = consultations.acts_of(db.session, row)
    case = Case(row, acts, consultations.list_milestones(db.session, row.id), clock.now())
    appears_at = renditions.next_appearance(db.session, row.id, case.now) if counts and case.shows_responses else None
    changes = [states.next_change(acts, case.now), row.responses_public_at, appears_at]
    next_change = min((change for change in changes if change is not None and change > case.now), default=None)
    public(next_change, COUNTED_SECONDS if counts else LONGEST_PUBLIC_AGE)
    return case


def authority_here(slug: str = "") -> Authority | None:
    """The authority asked for by its slug, else the one of this host; the page carries its name. None: several."""
    own = queries.find_authority_of_host(db.session, request.host)
    found = queries.get_authority(db.session, slug) if slug else own
    if found is not None:
        use_authority(found)
    return found


def authority_at(slug: str) -> Authority:
    """The authority of this address, unless the host is another's. NotFound."""
    own, found = queries.find_authority_of_host(db.session, request.host), authority_here(slug)
    if found is None or (own is not None and own.id != found.id):
        raise NotFound("another host's authority")
    return found


def absolute(row: Consultation, path: str) -> str:
    """A whole address, on the authority's own base or the configured one, never on a header (A5)."""
    return base_of(row.authority) + path


def base_of(owner: Authority | None) -> str:
    """What whole addresses begin with; the configured base where they are no single authority's."""
    return str((owner.base_url if owner else None) or current_app.config["BASE_URL"]).rstrip("/")


@blueprint.context_processor
def words() -> dict[str, object]:
    """What the templates of this feature call."""
    return {
        "labels": labels,
        "needs_words": needs_words,
        "paper_words": paper_words,
        "subject_of": lambda row: subjects.of_code(row.subject),
        "danish": phrases.danish,
        "title_of": phrases.title_of,
        "plain_title_of": phrases.plain_title_of,
        "answer_url": phrases.answer_url,
        "sender_words": phrases.sender_words,
        "file_title": phrases.file_title,
        "file_kind": phrases.file_kind,
        "no_file_words": phrases.no_file_words,
        "capacity_words": phrases.capacity_words,
        "received_words": phrases.received,
        "crowd_words": crowds.words,
        "clock_of": phrases.clock_of,
        "day_of": phrases.day_of,
        "annex_words": phrases.annex_words,
        "file_words": phrases.file_words,
        "drafts_words": phrases.drafts_words,
        "item_html": items.item_html,
        "paper_key": Key,
        "excerpt": phrases.excerpt,
        "said": said,
        "chosen_in": lambda part: read_choices(part.choices),
        "status_words": phrases.status_words,
        "again_words": phrases.again_words,
        "status_word": choosing.status_word,
        "reason_word": choosing.reason_word,
        "sum_words": phrases.sum_words,
        "days_words": phrases.days_words,
        "appeals_words": phrases.appeals_words,
        "place_id": place_id,
        "item_words": wording.item_words,
        "home": lambda row: url_for("site.consultation", slug=row.slug),
    }
