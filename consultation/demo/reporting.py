"""The demo's report texts, snapshots and papers."""

from datetime import datetime

from consultation.analysis.queries import list_themes
from consultation.demo import texts
from consultation.demo.receiving import Desk
from consultation.models import Package
from consultation.summary import making, operations, publishing, queries
from consultation.summary.choosing import choose_main_themes
from consultation.vocabulary import Role


def write(desk: Desk, text: texts.Row) -> None:
    """The secretary's own words of each chapter, where the data file has them."""
    chapters = {
        "summary": text.get("report_summary", ""),
        "information": text.get("report_information", ""),
        "economy": text.get("report_economy", ""),
        "recommendation": _recommendation(text),
        "legal_basis": text.get("legal_text", ""),
        "process": text.get("further_process", ""),
    }
    for chapter, words in chapters.items():
        if words.strip():
            operations.write_text(
                desk.session,
                desk.actor(Role.SECRETARY),
                desk.day(20),
                desk.consultation,
                chapter,
                base=0,
                text=words.strip(),
            )


def _recommendation(text: texts.Row) -> str:
    items = [f"- {item}" for item in text.get("recommendation", [])]
    return "\n".join([text.get("recommendation_lead", ""), *items])


def choose(desk: Desk, text: texts.Row) -> None:
    """The main themes of the summary, by title."""
    wanted = text.get("main_themes", [])
    chosen = [theme.id for theme in list_themes(desk.session, desk.consultation.id) if theme.title in wanted]
    if chosen:
        choose_main_themes(desk.session, desk.actor(Role.SECRETARY), desk.day(20), desk.consultation, chosen)


def freeze(desk: Desk, at: datetime) -> Package:
    """A final snapshot and its papers."""
    actor = desk.actor(Role.SECRETARY)
    snapshot = operations.freeze(desk.session, desk.settings, actor, at, desk.consultation)
    made = making.papers_of(snapshot)
    return operations.keep_package(desk.session, desk.store, actor, at, desk.consultation, snapshot, made)


def lay_open(desk: Desk, package: Package, at: datetime) -> None:
    """The open papers that people read, on the page."""
    papers = [
        file
        for file in queries.list_files(desk.session, package.id)
        if file.public and file.name.endswith((".pdf", ".xlsx", ".html"))
    ]
    publishing.publish_annexes(desk.session, desk.actor(Role.SECRETARY), at, desk.consultation, papers)
