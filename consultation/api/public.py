"""Authorities, consultations and drafts for programs, and the description of it all."""

from flask import Response

from consultation import clock
from consultation.api import filling, filling_texts, openapi, shapes, tags
from consultation.api.answering import answer, further, read, unless_known
from consultation.api.blueprint import blueprint
from consultation.api.links import base, here
from consultation.consultations import following, subjects
from consultation.consultations import queries as reads
from consultation.errors import NotFound
from consultation.extensions import db
from consultation.lib.legal import references
from consultation.parties import queries as parties
from consultation.responses import figures as counters
from consultation.site import lists, numbers, queries
from consultation.site.pages import authority_here, case_of
from consultation.summary.responses import number_questions
from consultation.web.headers import public


@blueprint.get("/openapi.json")
def openapi_json() -> Response:
    read(shapes.Query)
    public()
    return unless_known(openapi.shape(), lambda: answer(openapi.document(base(), here("site.data"))))


@blueprint.get("/authorities")
def authorities() -> Response:
    read(shapes.Query)
    public()
    own = authority_here()
    rows = [own] if own is not None else queries.list_authorities(db.session)
    return answer(shapes.Authorities([filling.authority(row) for row in rows]))


@blueprint.get("/consultations")
def consultations() -> Response:
    asked, owner, now = read(shapes.ConsultationsQuery), authority_here(), clock.now()
    owner_id = owner.id if owner else None
    listed = queries.list_consultations(db.session, now, owner_id)
    public(lists.changes_at(listed, now, queries.next_appearance(db.session, now, owner_id)))

    def build() -> Response:
        found = sorted((one for one in listed if _is_asked_for(one, asked)), key=lambda one: one.consultation.slug)
        shown = found[: asked.limit]
        more = len(found) > asked.limit
        address = here("api.consultations", **further(shown[-1].consultation.slug)) if more else None
        return answer(shapes.Consultations([filling.consultation_entry(one) for one in shown], address), address)

    return unless_known(tags.of_list(openapi.shape(), listed, now), build)


def _is_asked_for(one: queries.Listed, asked: shapes.ConsultationsQuery) -> bool:
    row, subject = one.consultation, subjects.of_code(one.consultation.subject)
    return (
        row.slug > asked.after
        and asked.authority in {"", row.authority.slug}
        and asked.state in {None, one.state.value}
        and asked.subject in {"", subject.slug if subject else None}
    )


@blueprint.get("/consultations/<slug>")
def consultation(slug: str) -> Response:
    read(shapes.Query)
    case = case_of(slug, counts=True)
    row, session = case.consultation, db.session
    counts = numbers.of(counters.read(session, row.id))
    related = following.list_related(session, row, case.now)

    def build() -> Response:
        documents = reads.list_documents(session, row.id)
        filled = filling.consultation(
            case,
            deadlines=reads.list_deadlines(session, row.id),
            drafts=queries.list_public_drafts(session, row.id),
            asked=number_questions(session, row),
            heard=parties.list_heard_with_answers(session, row.id),
            counts=counts,
            related=related,
            documents=documents,
            files=queries.list_blobs(session, [one.blob_id for one in documents if one.blob_id is not None]),
            annexes=queries.list_annexes(session, row.id),
        )
        return answer(filled)

    appeared = [one.visible_from for one in related]
    return unless_known(tags.of_case(openapi.shape(), case, *appeared, received=counts.received.total), build)


@blueprint.get("/consultations/<slug>/drafts/<int:number>")
def draft(slug: str, number: int) -> Response:
    read(shapes.Query)
    case = case_of(slug)
    row, session = case.consultation, db.session
    drafts = queries.list_public_drafts(session, row.id)
    text = next((one for one in drafts if one.draft.number == number), None)
    if text is None:
        raise NotFound("no such draft")

    def build() -> Response:
        filled = filling_texts.draft(
            row,
            text,
            sections=reads.list_sections(session, text.version.id),
            versions=reads.list_versions(session, text.draft.id),
            laws=references(text.version.legal_refs, reads.list_laws(session, row.authority_id)),
        )
        return answer(filled)

    return unless_known(tags.of_case(openapi.shape(), case), build)
