"""create_app(settings): a few named steps that register everything; nothing else."""

from functools import partial

from flask import Flask
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from consultation.accounts import staff as accounts_staff
from consultation.analysis import staff as analysis_staff
from consultation.analysis import (
    staff_adopting,
    staff_approving,
    staff_assigning,
    staff_changes,
    staff_coverage,
    staff_desk,
    staff_overused,
    staff_points,
    staff_positions,
    staff_quotes,
    staff_regrouping,
    staff_remarks,
    staff_sections,
    staff_standards,
    staff_wording,
)
from consultation.analysis import staff_themes as analysis_staff_themes
from consultation.api import public as api_public
from consultation.api import public_responses as api_public_responses
from consultation.config import Settings
from consultation.consultations import staff as consultations_staff
from consultation.consultations import (
    staff_approvals,
    staff_copying,
    staff_dates,
    staff_deadlines,
    staff_drafts,
    staff_imports,
    staff_previews,
    staff_questions,
    staff_reviews,
    staff_versions,
    staff_words,
)
from consultation.database import check_durable, make_engine
from consultation.extensions import db
from consultation.models import Authority
from consultation.moderation import staff as moderation_staff
from consultation.moderation import (
    staff_appeals,
    staff_breaches,
    staff_bulk,
    staff_colleagues,
    staff_contact,
    staff_file_marking,
    staff_file_pages,
    staff_files,
    staff_groups,
    staff_marking,
    staff_petitions,
    staff_policy,
    staff_queue,
    staff_reasons,
    staff_takedowns,
    staff_unconfirmed,
)
from consultation.moderation import staff_words as moderation_staff_words
from consultation.moderation.giveaways import given_away
from consultation.notifications import staff as notifications_staff
from consultation.notifications import staff_silent as notifications_staff_silent
from consultation.notifications import staff_telling as notifications_staff_telling
from consultation.parties import staff as parties_staff
from consultation.parties import staff_register as parties_staff_register
from consultation.paths import STATIC, TEMPLATES
from consultation.responses import public as responses_public
from consultation.responses import (
    public_appeal,
    public_confirm,
    public_contributing,
    public_files,
    public_links,
    public_login,
    public_own,
    public_party,
    public_receipt,
    public_start,
    public_writing,
    staff_links,
)
from consultation.responses import staff as responses_staff
from consultation.responses import staff_import as responses_staff_import
from consultation.site import (
    own_outcome,
    public_about,
    public_crawlers,
    public_downloads,
    public_feeds,
    public_follow,
    public_lists,
    public_paper,
    public_previews,
    public_response_files,
    public_responses,
    public_search,
    public_texts,
    staff_log,
)
from consultation.site import public as site_public
from consultation.site import staff as site_staff
from consultation.site.frame import staff_frame
from consultation.storage import Copies, Store
from consultation.summary import staff as summary_staff
from consultation.summary import (
    staff_case_paper,
    staff_chapter,
    staff_journal,
    staff_papers,
    staff_sheet,
    staff_template,
    staff_themes,
    staff_trace,
)
from consultation.web import page_cache, setup

PAGES = (
    accounts_staff,
    parties_staff,
    parties_staff_register,
    consultations_staff,
    staff_approvals,
    staff_copying,
    staff_dates,
    staff_deadlines,
    staff_drafts,
    staff_versions,
    staff_imports,
    staff_previews,
    staff_questions,
    staff_reviews,
    staff_words,
    responses_public,
    public_confirm,
    public_contributing,
    public_appeal,
    public_files,
    public_links,
    public_login,
    public_own,
    public_party,
    public_receipt,
    public_start,
    public_writing,
    responses_staff,
    responses_staff_import,
    staff_links,
    notifications_staff,
    notifications_staff_silent,
    notifications_staff_telling,
    moderation_staff,
    staff_breaches,
    staff_bulk,
    staff_appeals,
    staff_colleagues,
    staff_contact,
    staff_file_marking,
    staff_file_pages,
    staff_files,
    staff_groups,
    staff_marking,
    staff_petitions,
    staff_queue,
    staff_policy,
    staff_reasons,
    staff_takedowns,
    staff_unconfirmed,
    moderation_staff_words,
    analysis_staff,
    staff_adopting,
    staff_coverage,
    staff_desk,
    staff_overused,
    staff_points,
    staff_positions,
    staff_quotes,
    staff_regrouping,
    staff_sections,
    staff_standards,
    staff_wording,
    staff_approving,
    staff_assigning,
    staff_changes,
    staff_remarks,
    analysis_staff_themes,
    summary_staff,
    staff_case_paper,
    staff_template,
    staff_themes,
    staff_chapter,
    staff_trace,
    staff_papers,
    staff_sheet,
    staff_journal,
    site_public,
    public_about,
    public_crawlers,
    public_downloads,
    public_response_files,
    public_feeds,
    public_follow,
    public_lists,
    public_paper,
    public_previews,
    public_responses,
    public_search,
    own_outcome,
    public_texts,
    site_staff,
    staff_log,
    api_public,
    api_public_responses,
)
"""Every module with pages; those of one feature share its blueprint."""


def create_app(settings: Settings, engine: Engine | None = None) -> Flask:
    """The WSGI application. Raises NotDurableError where commits could be lost (D2b)."""
    app = Flask("consultation", template_folder=str(TEMPLATES), static_folder=str(STATIC))
    _configure(app, settings)
    _database(app, engine or make_engine(settings.database_url))
    setup.init(app, settings, known_host=_is_known_host)
    page_cache.register(app)
    for blueprint in dict.fromkeys(module.blueprint for module in PAGES):
        app.register_blueprint(blueprint)
    app.context_processor(staff_frame)
    if settings.local:
        app.register_blueprint(accounts_staff.demo_blueprint)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    app.secret_key = settings.secret_key
    app.config.update(SECRET_KEY_FALLBACKS=list(settings.secret_key_fallbacks))
    app.config.update(LOCAL=settings.local, SETTINGS=settings)
    app.extensions["store"] = Store(settings.data_dir / "files")
    app.extensions["copies"] = Copies(settings.data_dir / "public")
    app.extensions["giveaways"] = partial(given_away, sure=True)


def _database(app: Flask, engine: Engine) -> None:
    check_durable(engine)
    db.init_app(app, engine)


def _is_known_host(host: str) -> bool:
    with Session(db.engine.execution_options(writes=False)) as session:
        return session.scalar(select(Authority.id).where(Authority.host == host)) is not None
