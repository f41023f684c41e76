"""What everybody can read of consultations: front page, lists, a consultation, its drafts and documents."""

from itertools import groupby

from flask import current_app, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from consultation import clock
from consultation.analysis import outcomes
from consultation.analysis.differences import list_adopted
from consultation.consultations import queries as reads
from consultation.consultations import subjects
from consultation.consultations.pages import shown_html
from consultation.consultations.queries import DraftText
from consultation.errors import NotFound
from consultation.extensions import db
from consultation.lib.html import from_markdown
from consultation.lib.legal import references
from consultation.lib.markdown import closing_note
from consultation.models import Authority
from consultation.parties import queries as parties
from consultation.responses import figures
from consultation.site import (
    adoption,
    draft_files,
    lists,
    numbers,
    phrases,
    queries,
    renditions,
    sharing,
    texts,
    timeline,
    wording,
)
from consultation.site.blueprint import blueprint
from consultation.site.case import Case
from consultation.site.follow_ups import relations_of
from consultation.site.pages import authority_at, authority_here, case_of
from consultation.vocabulary import State
from consultation.web.headers import public
from consultation.web.i18n import language
from consultation.web.uploads import attachment_response

NEWEST = 5
"""Responses on the consultation's own page."""
CHOICES = {
    "aaben": (_l("Åbne"), (State.OPEN,)),
    "kommer": (_l("Kommer snart"), (State.PLANNED,)),
    "laeses": (_l("Svarene bliver læst"), lists.READING),
    "besluttet": (_l("Besluttet"), (State.DECIDED,)),
    "arkiveret": (_l("Arkiveret"), (State.ARCHIVED,)),
    "aflyst": (_l("Aflyst"), (State.CANCELLED,)),
}
"""?tilstand= -> its words and states."""


# Lists


@blueprint.get("/")
def front() -> str:
    return _front(authority_here(), url_for("site.front"))


@blueprint.get("/myndigheder/<slug>")
def authority(slug: str) -> str:
    own = queries.find_authority_of_host(db.session, request.host)
    return _front(
        authority_at(slug), url_for("site.front") if own is not None else url_for("site.authority", slug=slug)
    )


def _front(owner: Authority | None, path: str) -> str:
    listed, narrowing = _narrowed(_listed(owner))
    intro = wording.intro(owner.kind if owner else None)
    return render_template(
        "site/front.html",
        front=lists.front_of(listed, clock.now()),
        intro=intro,
        shared=owner is None,
        card=sharing.front(owner, intro, path),
        **_addresses(owner),
        **narrowing,
    )


def _addresses(owner: Authority | None) -> dict[str, object]:
    """On a host that several share, an authority's own feed, and its name on the way to following it."""
    if owner is None or queries.find_authority_of_host(db.session, request.host) is not None:
        return {"feed": url_for("site.feed"), "slug_here": None}
    return {"feed": url_for("site.authority_feed", slug=owner.slug), "slug_here": owner.slug}


@blueprint.get("/hoeringer")
def consultations() -> str:
    owner = authority_here()
    chosen = request.args.get("tilstand", "")
    listed, narrowing = _narrowed(lists.newest_first(_listed(owner)))
    if chosen in CHOICES:
        listed = lists.in_states(listed, CHOICES[chosen][1])
    return render_template(
        "site/consultations.html",
        listed=listed,
        choices=CHOICES,
        chosen=chosen if chosen in CHOICES else "",
        shared=owner is None,
        **narrowing,
    )


def _narrowed(listed: list[queries.Listed]) -> tuple[list[queries.Listed], dict[str, object]]:
    """By ?emne=, and what the template needs for choosing: the subjects that are in use, and the chosen one."""
    chosen = subjects.of_slug(request.args.get("emne", ""))
    used = lists.subjects_of(listed) | ({chosen} if chosen else set())
    offered: dict[str, object] = {"subjects": subjects.in_order(used, language()), "subject": chosen}
    return (lists.about(listed, chosen) if chosen else listed), offered


def _listed(owner: Authority | None) -> list[queries.Listed]:
    now, owner_id = clock.now(), owner.id if owner else None
    listed = queries.list_consultations(db.session, now, owner_id)
    public(lists.changes_at(listed, now, queries.next_appearance(db.session, now, owner_id)))
    return listed


# A consultation


@blueprint.get("/hoeringer/<slug>")
def consultation(slug: str) -> str:
    case = case_of(slug, counts=True)
    row, session = case.consultation, db.session
    deadlines = reads.list_deadlines(session, row.id)
    drafts = queries.list_public_drafts(session, row.id)
    heard = parties.list_heard_with_answers(session, row.id)
    counts = numbers.of(figures.read(session, row.id))
    shown = renditions.list_newest(session, row.id, case.now, NEWEST) if case.shows_responses else []
    return render_template(
        "site/consultation.html",
        case=case,
        consultation=row,
        card=sharing.consultation(case, [text.draft for text in drafts]),
        box=wording.box(case, deadlines),
        moves=[wording.moved_words(*pair) for pair in wording.moves(row, deadlines)],
        meaning=shown_html(from_markdown(row.meaning), _("Hvad betyder det for mig?")),
        body=shown_html(from_markdown(row.body), _("Baggrund")),
        papers=draft_files.list_files(session, row.id),
        groups=_grouped(drafts),
        easy=bool(row.easy_read.strip()) or any(text.version.easy_read.strip() for text in drafts),
        drafts=len(drafts),
        steps=timeline.steps(case),
        newest=shown,
        why_empty=wording.why_no_responses(case, counts),
        counts=counts,
        asks=reads.has_questions(session, row.id),
        relations=relations_of(row),
        heard=heard,
        heard_sentence=wording.heard([(one.heard, one.outcome) for one in heard], is_open=case.is_open),
        **_documents(case),
    )


def _grouped(drafts: list[DraftText]) -> list[tuple[str, list[DraftText]]]:
    """Drafts under their headings, in the order of their numbers."""
    return [(heading, list(texts)) for heading, texts in groupby(drafts, key=lambda text: text.draft.heading)]


# Drafts


@blueprint.get("/hoeringer/<slug>/udkast/<int:number>")
def draft(slug: str, number: int) -> str:
    case = case_of(slug)
    row, session = case.consultation, db.session
    drafts = queries.list_public_drafts(session, row.id)
    place = next((index for index, text in enumerate(drafts) if text.draft.number == number), None)
    if place is None:
        raise NotFound("no such draft")
    text = drafts[place]
    said = outcomes.list_decided(session, row.id, drafts) if case.is_decided else []
    adopted = list_adopted(session, row.id).get(text.draft.id) if case.is_decided else None
    version = adopted.version if adopted else text.version
    return render_template(
        "site/draft.html",
        case=case,
        consultation=row,
        box=wording.box(case, reads.list_deadlines(session, row.id), draft=number),
        draft=text.draft,
        version=version,
        heard=text.version,
        adopted=adoption.shown(adopted, said) if adopted else None,
        card=sharing.draft(case, text.draft, version),
        sections=texts.sections(reads.list_sections(session, version.id), reads.list_words(session, row.authority_id)),
        points=outcomes.points_by_section(said, number),
        legal_refs=references(version.legal_refs, reads.list_laws(session, row.authority_id)),
        note=closing_note(row.body),
        papers=draft_files.list_files(session, row.id),
        relations=relations_of(row),
        before=drafts[place - 1] if place else None,
        after=drafts[place + 1] if place + 1 < len(drafts) else None,
    )


# Documents


@blueprint.get("/hoeringer/<slug>/dokumenter")
def documents(slug: str) -> str:
    case = case_of(slug)
    row = case.consultation
    drafts = queries.list_public_drafts(db.session, row.id)
    papers = draft_files.list_files(db.session, row.id)
    return render_template("site/documents.html", consultation=row, drafts=drafts, papers=papers, **_documents(case))


def _documents(case: Case) -> dict[str, object]:
    """Annexes are of frozen papers alone."""
    consultation_id = case.consultation.id
    rows = reads.list_documents(db.session, consultation_id)
    return {
        "documents": rows,
        "files": queries.list_blobs(db.session, [row.blob_id for row in rows if row.blob_id is not None]),
        "annexes": queries.list_annexes(db.session, consultation_id) if case.acts.frozen_at else [],
    }


@blueprint.get("/hoeringer/<slug>/dokumenter/<name>")
def document(slug: str, name: str) -> str:
    row = case_of(slug).consultation
    found = queries.get_document(db.session, row.id, name)
    files = queries.list_blobs(db.session, [found.blob_id] if found.blob_id is not None else [])
    return render_template(
        "site/document.html", consultation=row, document=found, html=shown_html(found.html, found.title), files=files
    )


@blueprint.get("/hoeringer/<slug>/dokumenter/<name>/fil")
def document_file(slug: str, name: str) -> Response:
    row = case_of(slug).consultation
    found = queries.get_document(db.session, row.id, name)
    blob = queries.get_blob(db.session, found.blob_id)
    return _download(blob.sha256, phrases.file_name(name, blob.media_type), blob.media_type)


@blueprint.get("/hoeringer/<slug>/bilag/<name>")
def annex(slug: str, name: str) -> Response:
    row = case_of(slug).consultation
    blob = queries.get_annex_blob(db.session, row.id, name)
    return _download(blob.sha256, name, blob.media_type)


def _download(sha256: str, name: str, media_type: str) -> Response:
    return attachment_response(current_app.extensions["store"].get(sha256), name, media_type)
