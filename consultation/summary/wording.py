"""The fixed words that every writer prints around a paper, in the language of the paper."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """`page` takes {page} and {pages}, `snapshot` takes {snapshot}; `nothing` stands in a table without rows."""

    contents: str
    provisional: str
    page: str
    snapshot: str
    nothing: str
    region: str


WORDS = {
    "da": Words(
        contents="Indhold",
        provisional="KLADDE. Papiret er ikke færdigt og kan blive ændret.",
        page="Side {page} af {pages}",
        snapshot="Øjebliksbillede {snapshot}",
        nothing="Ingen",
        region="DK",
    ),
    "en": Words(
        contents="Contents",
        provisional="DRAFT (KLADDE). This paper is not finished and may be changed.",
        page="Page {page} of {pages}",
        snapshot="Snapshot {snapshot}",
        nothing="None",
        region="GB",
    ),
}
