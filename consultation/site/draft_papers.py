"""Drafts as papers to download: what drafts.typ sets, in Danish as the drafts are (R52, interface.md 3.3). Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from consultation.consultations.queries import DraftText
from consultation.lib import typeset
from consultation.lib.blocks import Block
from consultation.lib.dates import date_words, deadline_words
from consultation.lib.html import from_markdown
from consultation.lib.legal import LegalRef
from consultation.models import Consultation, SectionText
from consultation.site import draft_blocks
from consultation.site.draft_blocks import Places, heading, linked, note, plain
from consultation.site.texts import lines_kept
from consultation.vocabulary import Language

MANY_SECTIONS = 12
"""From so many top sections on, a draft has a list of its contents."""


@dataclass(frozen=True)
class Key:
    """Which paper: a version of a draft, or with both 0 the whole consultation; `easy` in easy Danish."""

    draft: int = 0
    version: int = 0
    easy: bool = False


@dataclass(frozen=True)
class Paper:
    """`data` is the template's, `pictures` the keys of those in it, `made` the time that stands in the file."""

    key: Key
    data: Block
    pictures: frozenset[str]
    made: datetime


@dataclass(frozen=True)
class About:
    """What is the same on all papers of a consultation; `note` is what its page says of its texts."""

    row: Consultation
    base_url: str
    note: str

    @property
    def address(self) -> str:
        return f"{self.base_url}/hoeringer/{self.row.slug}"


@dataclass(frozen=True)
class Whole:
    """A version of a draft, sent out at `at`, with all that is in it."""

    text: DraftText
    at: datetime
    sections: Sequence[SectionText]
    laws: Sequence[LegalRef]

    @property
    def number(self) -> int:
        return self.text.draft.number

    @property
    def name(self) -> str:
        return f"Udkast {self.number}: {self.text.draft.title}"

    @property
    def edition(self) -> str:
        return f"Version {self.text.version.number}"

    @property
    def version(self) -> str:
        """ "Version 2 af 23. september 2019"."""
        return f"{self.edition} af {date_words(self.at, Language.DANISH).partition(' den ')[2]}"


def draft_paper(about: About, whole: Whole, newest: Whole) -> Paper:
    """One version of a draft; an older one says so first."""
    address = f"{about.address}/udkast/{whole.number}"
    replaced = f"Det her er en ældre version. Den nyeste er v{newest.version[1:]}."
    older = [] if whole == newest else [note(replaced)]
    rows = [("Version", plain(whole.version)), *_facts(about, address)]
    many = sum(one.parent_id is None for one in whole.sections) >= MANY_SECTIONS
    data = _data(about, whole.name, whole.edition, contents=2 if many else 0)
    data["front"] = [*older, *_front(about, rows)]
    data["blocks"] = _draft(about, whole, level=1)
    return _paper(Key(whole.number, whole.text.version.number), data, whole.at)


def all_drafts_paper(about: About, drafts: Sequence[Whole]) -> Paper:
    """Every draft in its newest version, each from a new page on."""
    data = _data(about, f"{about.row.title}: alle {len(drafts)} udkast", "", contents=1)
    data["front"] = _front(about, _facts(about, about.address))
    data["blocks"] = [
        block
        for one in drafts
        for block in ({"kind": "page"}, heading(1, one.name), note(one.version), *_draft(about, one, level=2))
    ]
    return _paper(Key(), data, max(one.at for one in drafts))


def easy_draft_paper(about: About, whole: Whole) -> Paper:
    """The draft in easy Danish."""
    data = _data(about, f"I let sprog: {whole.text.draft.title}", f"Udkast {whole.number}", easy=True)
    rows = [
        ("Udkast", plain(f"{whole.number}. {whole.version}")),
        *_facts(about, f"{about.address}/udkast/{whole.number}/let"),
    ]
    data["front"] = _front(about, rows)
    data["blocks"] = _easy(about, whole.text.version.easy_read)
    return _paper(Key(whole.number, whole.text.version.number, easy=True), data, whole.at)


def easy_paper(about: About, at: datetime) -> Paper:
    """The consultation in easy Danish, sent out at `at`."""
    data = _data(about, f"I let sprog: {about.row.title}", "", easy=True)
    data["front"] = _front(about, _facts(about, f"{about.address}/let"))
    data["blocks"] = _easy(about, about.row.easy_read)
    return _paper(Key(easy=True), data, at)


def _data(about: About, title: str, edition: str, *, contents: int = 0, easy: bool = False) -> Block:
    """What every paper has; `contents` is how deep its list of contents goes, 0 for none."""
    return {
        "title": typeset.settable(title),
        "authority": typeset.settable(about.row.authority.name),
        "edition": edition,
        "easy": easy,
        "page": "Side {page} af {pages}",
        "contents": contents,
        "contents_name": "Indhold",
    }


def _paper(key: Key, data: Block, made: datetime) -> Paper:
    utc = made.astimezone(UTC)
    data["made"] = {unit: getattr(utc, unit) for unit in ("year", "month", "day", "hour", "minute", "second")}
    draft_blocks.without_gaps(data["blocks"])
    return Paper(key, data, draft_blocks.pictures(data["blocks"]), made)


def _facts(about: About, address: str) -> list[tuple[str, list[Block]]]:
    row = about.row
    rows = [("Høring", plain(row.title)), ("Sagsnummer", plain(row.case_number))]
    if row.cancelled_at is not None:
        on = date_words(row.cancelled_at, Language.DANISH)
        rows.append(("Aflyst", plain(f"Høringen er aflyst {on}. Du kan ikke svare.")))
    elif row.closes_at is not None:
        rows.append(("Frist for at svare", plain(f"Til og med {deadline_words(row.closes_at, Language.DANISH)}")))
    return [*rows, ("Læs og svar på siden", linked(address, address))]


def _front(about: About, rows: list[tuple[str, list[Block]]]) -> list[Block]:
    """Facts, and that a paper grows old."""
    aging = "På siden kan du se, om fristen er flyttet, og om der er kommet en nyere version."
    return [{"kind": "facts", "rows": rows}, note(aging), *([note(about.note)] if about.note else [])]


def _draft(about: About, whole: Whole, level: int) -> list[Block]:
    places = Places(f"u{whole.number}", about.base_url)
    blocks = draft_blocks.section_blocks(whole.sections, places, level)
    return [*blocks, *draft_blocks.law_blocks(whole.laws, level)]


def _easy(about: About, markdown: str) -> list[Block]:
    return draft_blocks.easy_blocks(from_markdown(lines_kept(markdown)), Places("let", about.base_url))
