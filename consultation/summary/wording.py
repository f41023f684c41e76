"""The fixed words that every writer prints around a paper, in the language of the paper."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """`page` takes {page} and {pages}, `on_page` {page}, `snapshot` {snapshot}; `nothing` stands in a table without
    rows. `chapter` and `section` are said before the number of a heading of level 1, and of one below."""

    contents: str
    captions: str
    table: str
    figure: str
    chapter: str
    section: str
    on_page: str
    skip: str
    provisional: str
    final: str
    page: str
    snapshot: str
    nothing: str
    region: str


WORDS = {
    "da": Words(
        contents="Indhold",
        captions="Tabeller og figurer",
        table="Tabel",
        figure="Figur",
        chapter="kapitel",
        section="afsnit",
        on_page=" (side\N{NO-BREAK SPACE}{page})",
        skip="Gå til papirets tekst",
        final="Endelig udgave",
        provisional="KLADDE. Papiret er ikke færdigt og kan blive ændret.",
        page="Side {page} af {pages}",
        snapshot="Øjebliksbillede {snapshot}",
        nothing="Ingen",
        region="DK",
    ),
    "en": Words(
        contents="Contents",
        captions="Tables and figures",
        table="Table",
        figure="Figure",
        chapter="chapter",
        section="section",
        on_page=" (page\N{NO-BREAK SPACE}{page})",
        skip="Go to the text of the paper",
        final="Final edition",
        provisional="DRAFT (KLADDE). This paper is not finished and may be changed.",
        page="Page {page} of {pages}",
        snapshot="Snapshot {snapshot}",
        nothing="None",
        region="GB",
    ),
}
