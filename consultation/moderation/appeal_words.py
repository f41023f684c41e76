"""What an author is told of the complaint about a decision. Pure; Danish and English."""

from consultation.responses.receipts import Words
from consultation.vocabulary import AppealOutcome, Language


def words_of(
    language: Language,
    number: str,
    title: str,
    outcome: AppealOutcome,
    reason: str,
    link: str,
    authority: str,
    dpo: str,
) -> Words:
    """What came of it, why, and where to go on."""
    stands = outcome is AppealOutcome.UPHELD
    if language is Language.ENGLISH:
        subject = f"Your complaint about response no. {number}"
        again = "Your response will be reviewed again by somebody else. You will be told what came of it."
        what = "The decision stands." if stands else again
        lines = ["Hello", "", f"Consultation: {title}", ""]
        lines += [f"Your complaint about response no. {number} has been considered.", what]
        lines += [f"The reason, in Danish: {reason}", ""]
        lines += [f"You can see where it stands here: {link}", ""] if link else []
        lines += [f"You can also contact our data protection officer: {dpo}.", ""] if stands and dpo else []
        return Words(subject, "\n".join([*lines, "Kind regards", authority]) + "\n")
    again = "Dit svar bliver gennemgået igen af en anden. Du får besked, når det er sket."
    what = "Afgørelsen står ved magt." if stands else again
    lines = ["Hej", "", f"Høring: {title}", "", f"Vi har set på din klage over svar nr. {number}.", what]
    lines += [f"Begrundelse: {reason}", ""]
    lines += [f"Du kan se her, hvor det står: {link}", ""] if link else []
    lines += [f"Du kan også klage til vores databeskyttelsesrådgiver: {dpo}.", ""] if stands and dpo else []
    return Words(f"Din klage over svar nr. {number}", "\n".join([*lines, "Venlig hilsen", authority]) + "\n")
