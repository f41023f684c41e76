"""What each annex is called, and its number, in the order of domain.md 4.3."""

ANNEXES = {
    "samlede-hoeringssvar.pdf": "Samlede høringssvar",
    "hoerte-parter.pdf": "Hørte parter",
    "modtaget-efter-fristen.pdf": "Modtaget efter fristen",
    "hoeringsbrev.pdf": "Høringsbrev og modtagere",
    "aendringsnotat.docx": "Ændringsnotat",
    "overblik.xlsx": "Overblik",
}
"""File of the package -> title; the place in the order is the number."""


def annex_line(file: str) -> str:
    """ "Bilag 1 – Samlede høringssvar"."""
    return f"Bilag {list(ANNEXES).index(file) + 1} – {ANNEXES[file]}"


REPORT_ANNEXES = tuple(annex_line(file) for file in ANNEXES)
