"""One realistic paper with every block, and the texts that must come out of every writer as they went in."""

from dataclasses import replace

from consultation.summary.document import (
    Bullets,
    Chart,
    Document,
    Facts,
    Front,
    Heading,
    Inline,
    Marked,
    Paragraph,
    Passage,
    Quote,
    Table,
    Text,
    plain,
)
from consultation.summary.structure import named

REMARK = (
    "Forvaltningen er enig i, at det skal fremgå tydeligt, hvor ofte der gøres rent, og hvem der vurderer behovet. "
    "Kvalitetsstandarden beskriver niveauet; den enkelte afgørelse bygger altid på en konkret og individuel vurdering, "
    "jf. servicelovens § 83. Afsnittet om omfang bliver derfor skrevet om, så det ikke kan læses som et loft. Ordet "
    "rengøringshjælpemiddelbevilling bliver ikke brugt mere."
)

LITERAL = (
    '#include "/etc/passwd"',
    "#read(\"x\") #eval('1') @svar <label>",
    "*stjerner* _streger_ `tegn` = lig = - minus",
    "$x^2$ og \\alpha og ~ og //",
    '<b>fed</b> <script>alert(1)</script> <img src="https://a.example/x.png"> &amp; &nbsp;',
    "=cmd|' /C calc'!A0 +1 -1 @SUM(A1)",
    "{{ config }} {% for x in y %} ${HOME} %s",
    "{ PAGE } \\* MERGEFORMAT ]]> <!-- <?xml",
    "https://a.example/" + "langt/" * 40,
    "Å" * 300,
)


def position(number: int) -> tuple[Inline, ...]:
    return (
        plain(f"5.{number}"),
        (Text("17", target="#svar-17"), Text(", 18\nHandicaprådet")),
        plain("Ønske om, at det fremgår, hvor ofte der gøres rent hos borgere, som ikke selv kan bede om det."),
        plain(REMARK if number % 3 else "Tages til efterretning."),
        plain("Delvist imødekommet" if number % 2 else "Imødekommet"),
        plain("Afsnit 3.2 får en ny sætning om, at hyppigheden fastsættes i afgørelsen."),
    )


POSITIONS = Table(
    "Bemærkninger til standard 8, Praktisk hjælp",
    ("Pkt.", "Svarnr./afsender", "Resumé", "Forvaltningens bemærkning", "Indstilling", "Ændring"),
    tuple(position(number) for number in range(1, 15)),
    widths=(6, 13, 21, 30, 14, 16),
    row_headers=True,
)

FIGURES = Table(
    "Svar fordelt på afsendertype",
    ("Afsendertype", "Svar", "Afsendere"),
    (
        (plain("Råd"), plain("4"), plain("4")),
        (plain("Organisationer"), plain("11"), plain("10")),
        (plain("Borgere"), plain("84"), plain("79")),
    ),
    widths=(60, 20, 20),
    row_headers=True,
    numeric=(1, 2),
    anchor="tabel-afsendere",
)
PICTURED = Chart(
    "Svar fra hver afsendertype",
    "Søjlediagram med 3 søjler: flest svar ved Borgere (84), færrest ved Råd (4).",
    FIGURES,
    column=1,
    anchor="figur-afsendere",
)

_UNNAMED = Document(
    title="Høringsnotat: Kvalitetsstandarder på voksenområdet 2020",
    authority="Prøvestad Kommune",
    language="da",
    snapshot="2019-11-14-a3f9",
    made_at="2019-11-14T09:30:00+00:00",
    front=Front(
        facts=(
            ("Sagsnummer", plain("27.00.00-P23-4-19")),
            ("Høringsperiode", plain("9. september til 20. oktober 2019 kl. 23.59 (42 dage)")),
            ("Udarbejdet af", plain("Sekretariatet, Social og Arbejdsmarked")),
            ("Til møde", plain("Socialudvalget 25. november 2019, punkt 7")),
            ("Side på nettet", (Text("Høringens side", target="https://hoering.example/randers-2019"),)),
        )
    ),
    blocks=(
        Heading(1, "Sammenfatning", "sammenfatning", "1"),
        Paragraph(
            plain(
                "Kommunen har fået 99 svar fra 93 afsendere. De fleste handler om rengøring, ledsagelse og ventetid."
            ),
            "lead",
        ),
        Paragraph(
            (
                Text("Forvaltningen indstiller, at "),
                Text("fem standarder", bold=True),
                Text(" bliver ændret. Ændringerne står i "),
                Text("afsnit 3", target="#aendringer"),
                Text(", og "),
                Text("ingen", italic=True),
                Text(" af dem koster penge."),
            )
        ),
        Bullets(
            (
                plain("Hyppigheden af rengøring skal fremgå."),
                plain("Ledsagelse skal kunne varsles."),
                plain("Klagevejen."),
            )
        ),
        Heading(2, "Svarene i tal", "tal", "1.1"),
        PICTURED,
        Paragraph(
            (
                Text("Tallene er de samme i "),
                Text("", target="#figur-afsendere", named=True),
                Text(" og i "),
                Text("", target="#tabel-afsendere", named=True),
                Text("; ændringerne står i "),
                Text("", target="#aendringer", named=True),
                Text(", og begrundelsen i "),
                Text("", target="#begrundelse", named=True),
                Text(", se også "),
                Text("easy read", language="en"),
                Text("."),
            )
        ),
        Paragraph(plain("Et svar kan tælle i flere standarder. Derfor er summen større end antallet af svar."), "note"),
        Heading(1, "Høringen", "hoeringen", "2"),
        Heading(2, "Høringsperiode", "periode", "2.1"),
        Facts((("Fra", plain("9. september 2019")), ("Til og med", plain("20. oktober 2019")), ("Dage", plain("42")))),
        Paragraph(plain(REMARK)),
        Bullets((plain("Udkast sendes ud."), plain("Svar modtages."), plain("Svar behandles.")), ordered=True),
        Heading(3, "Ændringer af fristen", "frist", "2.1.1"),
        Paragraph(plain("Fristen er ikke ændret.")),
        Heading(4, "Begrundelse", "begrundelse"),
        Paragraph(plain("Der er ingen.")),
        Heading(2, "Citater fra svarene", "svar-17", "2.2"),
        Quote(
            "Min mor kan ikke selv sige til.\nHun venter, til nogen ser det.\n\nDet er ikke værdigt.",
            (Text("Svar nr. 17", target="#svar-17"), Text(", pårørende")),
        ),
        Quote(REMARK, plain("Svar nr. 18, Handicaprådet")),
        Heading(1, "Bemærkninger og ændringer", "aendringer", "3"),
        Paragraph(plain(REMARK)),
        POSITIONS,
        Marked(
            (
                Passage("Kære kommune. "),
                Passage("Seks uger er ", ("1",)),
                Passage("for kort.", ("2",), 2),
                Passage(" "),
                Passage("Kørsel skal med.", ("3",), 1),
            ),
            (plain("17.1 → pkt. 8.3, s. 14"), plain("17.2 → pkt. 8.4, s. 15"), plain("17.3 → pkt. 8.1, s. 13")),
        ),
        Heading(1, "Forhold uden for høringen", "uden-for", "4"),
        Table("Uden for høringen", ("Pkt.", "Resumé"), (), widths=(1, 5)),
        Paragraph(plain(REMARK)),
    ),
)

PAPER = named(_UNNAMED)
PROVISIONAL = replace(PAPER, provisional=True)


FLOWING = 5
COPIES = FLOWING + 10


def flow_of(text: str) -> Document:
    """A small paper that holds a text FLOWING times: as body, bullet, quotation and its source, and in a cell."""
    cells = (plain("a"), plain(text), plain("c"), plain("d"))
    blocks = (
        Heading(1, "Tekster", "tekster"),
        Paragraph(plain(text)),
        Bullets((plain(text),)),
        Quote(text, plain(text)),
        Table("Smal", ("A", "B", "C", "D"), (cells,), widths=(1, 1, 1, 1)),
    )
    return replace(PAPER, front=Front(facts=(), contents=False), blocks=blocks)


def paper_of(text: str) -> Document:
    """A paper that holds it COPIES times: in every place that a block has for words, and in the picture."""
    table = Table(text, (text, "Svar"), ((plain(text), plain("3")), (plain("b"), plain("1"))), (3, 1), numeric=(1,))
    blocks = (
        *flow_of(text).blocks,
        Heading(2, text, "tekst"),
        Facts(((text, plain(text)),)),
        Chart(text, text, table, 1),
        Paragraph((Text(text, bold=True), Text(text, target="#tekst"), Text(text, language="en"))),
    )
    return replace(PAPER, front=Front(facts=(), contents=False), blocks=blocks)
