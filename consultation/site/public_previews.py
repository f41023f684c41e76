"""What the holder of a preview link sees before a consultation is sent out, and what they remark (A2, A3, P7).

Nothing here is public: no page is kept, listed or searched, and none offers to answer. A link that does not open gives
the same page whatever the reason; one that was in force when the consultation was sent out leads on to it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import wraps
from itertools import groupby
from typing import Concatenate, ParamSpec

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from consultation import clock
from consultation.consultations import previews, reviewing, reviews
from consultation.consultations import queries as reads
from consultation.consultations.labels import QUESTION_KINDS
from consultation.consultations.pages import shown_html
from consultation.consultations.review_forms import REVIEW_OUTCOMES, LinkReviewForm, offer_places
from consultation.consultations.states import Acts
from consultation.errors import NotFound
from consultation.extensions import db
from consultation.lib.html import PICTURES, from_markdown
from consultation.lib.legal import references
from consultation.lib.markdown import closing_note
from consultation.lib.tokens import new_key
from consultation.models import Consultation, Draft, PreviewLink, SectionText
from consultation.responses.pages import no_such_link
from consultation.site import phrases, queries, texts, timeline
from consultation.site.blueprint import blueprint
from consultation.site.case import Case
from consultation.site.follow_ups import relations_of
from consultation.vocabulary import PreviewState
from consultation.web.filters import trusted_html
from consultation.web.frame import use_authority
from consultation.web.headers import private
from consultation.web.uploads import attachment_response

P = ParamSpec("P")

_HOME = "/forhaandsvisning/<token>"


@dataclass(frozen=True)
class Seen:
    """A link that opens, and what it opens."""

    link: PreviewLink
    token: str
    consultation: Consultation

    @property
    def case(self) -> Case:
        """The consultation as it will be between its sending out and its opening."""
        now = clock.now()
        milestones = reads.list_milestones(db.session, self.consultation.id)
        return Case(self.consultation, Acts(published_at=now, visible_from=now), milestones, now)

    def html(self, sanitised: str, name: str = "") -> Markup:
        """A text whose pictures are found by the link, for the public cannot see them yet."""
        return self.own_pictures(shown_html(sanitised, name))

    def own_pictures(self, html: Markup) -> Markup:
        own = url_for("site.preview_picture", token=self.token, picture="")
        return trusted_html(str(html).replace(f'src="{PICTURES}', f'src="{own}'))

    def shown(self, one: texts.Shown) -> texts.Shown:
        return replace(one, html=self.own_pictures(one.html))


def opened(view: Callable[Concatenate[Seen, P], ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
    """The view is given what the link opens; where it opens nothing, nobody calls it."""

    @wraps(view)
    def by_link(token: str, *args: P.args, **named: P.kwargs) -> ResponseReturnValue:
        seen = _open(token)
        return view(seen, *args, **named) if isinstance(seen, Seen) else seen

    return by_link


@blueprint.get(_HOME)
@private
@opened
def preview(seen: Seen) -> ResponseReturnValue:
    row, session = seen.consultation, db.session
    drafts, documents = reads.list_drafts(session, row.id), reads.list_documents(session, row.id)
    return render_template(
        "site/preview.html",
        seen=seen,
        consultation=row,
        relations=relations_of(row),
        meaning=seen.html(from_markdown(row.meaning), _("Hvad betyder det for mig?")),
        body=seen.html(from_markdown(row.body), _("Baggrund")),
        easy=seen.shown(texts.easy(row.easy_read, reads.list_words(session, row.authority_id))),
        groups=[(heading, list(group)) for heading, group in groupby(drafts, key=lambda text: text.draft.heading)],
        drafts=len(drafts),
        steps=timeline.steps(seen.case),
        questions=reads.list_questions(session, row.id),
        question_kinds=QUESTION_KINDS,
        heard=[one for one in reads.list_heard(session, row.id) if one.removed_at is None],
        documents=documents,
        files=queries.list_blobs(session, [one.blob_id for one in documents if one.blob_id is not None]),
    )


@blueprint.route(f"{_HOME}/udkast/<int:number>", methods=["GET", "POST"])
@private
@opened
def preview_draft(seen: Seen, number: int) -> ResponseReturnValue:
    found = reads.get_draft(db.session, seen.consultation.id, number)
    rows = reads.list_sections(db.session, found.version.id)
    form = _form(seen, rows)
    try:
        is_written = seen.link.may_remark and form.validate_on_submit() and _remark(seen, number, form)
    except NotFound as error:  # the link ended while the page was on its way
        return _no_link(error)
    if is_written:
        db.session.commit()
        return redirect(
            url_for("site.preview_draft", token=seen.token, number=number, gemt=1, _anchor="bemaerkninger"), 303
        )
    return _render_draft(seen, found, rows, form)


def _form(seen: Seen, rows: Sequence[SectionText]) -> LinkReviewForm:
    form = LinkReviewForm(data={"key": new_key(), "name": seen.link.name})
    offer_places(form, rows, request.args.get("afsnit", ""))
    return form


def _remark(seen: Seen, number: int, form: LinkReviewForm) -> bool:
    written = form.written(number, form.name.data)
    remark = reviewing.remark_by_link(db.session, clock.now(), seen.consultation, seen.link, written)
    if remark is None:
        form.text.mark(_("Der er skrevet mange bemærkninger med dette link. Vent en time, og send den så igen"))
    return remark is not None


def _render_draft(
    seen: Seen, found: reads.DraftText, rows: Sequence[SectionText], form: LinkReviewForm
) -> ResponseReturnValue:
    row, session = seen.consultation, db.session
    words = reads.list_words(session, row.authority_id)
    before, after = _beside(reads.list_drafts(session, row.id), found.draft)
    written = reviews.list_remarks(session, row.id, seen.link) if seen.link.may_remark else []
    return render_template(
        "site/preview_draft.html",
        seen=seen,
        consultation=row,
        draft=found.draft,
        version=found.version,
        sections=[(part, seen.shown(shown)) for part, shown in texts.sections(rows, words)],
        legal_refs=references(found.version.legal_refs, reads.list_laws(session, row.authority_id)),
        note=closing_note(row.body),
        easy=seen.shown(texts.easy(found.version.easy_read, words)),
        before=before,
        after=after,
        form=form,
        errors=form.errors,
        was_saved="gemt" in request.args and not form.errors,
        written=[one for one in written if one.number == found.draft.number],
        outcomes=REVIEW_OUTCOMES,
    )


def _beside(drafts: Sequence[reads.DraftText], draft: Draft) -> tuple[Draft | None, Draft | None]:
    """The draft before this one, and the one after it."""
    rows = [one.draft for one in drafts]
    at = next(place for place, one in enumerate(rows) if one.id == draft.id)
    return rows[at - 1] if at else None, rows[at + 1] if at + 1 < len(rows) else None


@blueprint.get(f"{_HOME}/dokumenter/<name>")
@private
@opened
def preview_document(seen: Seen, name: str) -> ResponseReturnValue:
    found = queries.get_document(db.session, seen.consultation.id, name)
    return render_template(
        "site/preview_document.html",
        seen=seen,
        consultation=seen.consultation,
        document=found,
        html=seen.html(found.html, found.title),
        files=queries.list_blobs(db.session, [found.blob_id] if found.blob_id is not None else []),
    )


@blueprint.get(f"{_HOME}/dokumenter/<name>/fil")
@private
@opened
def preview_file(seen: Seen, name: str) -> ResponseReturnValue:
    found = queries.get_document(db.session, seen.consultation.id, name)
    blob = queries.get_blob(db.session, found.blob_id)
    stored = current_app.extensions["store"].get(blob.sha256)
    return attachment_response(stored, phrases.file_name(name, blob.media_type), blob.media_type)


@blueprint.get(f"{_HOME}/billeder/<picture>")
@private
@opened
def preview_picture(seen: Seen, picture: str) -> ResponseReturnValue:
    row = reads.find_illustration(db.session, picture)
    if row is None or row.consultation_id != seen.consultation.id:
        raise NotFound("no such picture")
    blob = reads.get_blob(db.session, row.blob_id)
    return attachment_response(current_app.extensions["store"].get(blob.sha256), picture, blob.media_type)


def _open(token: str) -> Seen | ResponseReturnValue:
    """What the link opens; where it has been sent out the way on to the public page, once that is there (P7).

    What was being written when the link ended is given back, in the same words for every link (A2, R22).
    """
    try:
        link = reviews.get_link(db.session, token)
    except NotFound as error:
        return _no_link(error)
    row, now = reads.get_with_authority(db.session, link.consultation_id), clock.now()
    state = previews.state_of(link.ends_at, link.withdrawn_at, row.published_at, now)
    if state is PreviewState.IN_FORCE:
        use_authority(row.authority)
        return Seen(link, token, row)
    is_seen = row.visible_from is not None and row.visible_from <= now
    if state is PreviewState.SENT_OUT and is_seen and not _typed():
        return redirect(url_for("site.consultation", slug=row.slug), 303)
    return _no_link(NotFound("no such link"))


def _no_link(error: NotFound) -> ResponseReturnValue:
    if not _typed():
        raise no_such_link() from error
    return render_template("site/_preview_ended.html", typed=_typed()), error.status


def _typed() -> str:
    return request.form.get("text", "") if request.method == "POST" else ""
