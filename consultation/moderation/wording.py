"""What an act on many would do, and what a colleague has proposed, in sentences (interface.md 5.1, R36)."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from consultation.lib.dates import number
from consultation.moderation import rules
from consultation.moderation.breach_tasks import TIME_TO_REPORT
from consultation.moderation.bulk_plans import Plan
from consultation.moderation.bulk_takedowns import Down
from consultation.moderation.labels import proposal_words, since_words
from consultation.vocabulary import DecisionKind, Reason
from consultation.web.filters import moment, short_moment
from consultation.web.i18n import language


@dataclass(frozen=True)
class Proposal:
    """What a first person would decide, in words; `since` could be decided with the others, but are not in it."""

    words: str
    decision: str
    may_take_back: bool
    since: int


def proposal(plan: Plan, actor: str, who: str) -> Proposal | None:
    """What somebody would decide, who that is, and whether it still holds."""
    if plan.asked is None:
        return None
    row, mine = plan.asked.row, plan.asked.row.by == actor
    told = {"who": who, "when": short_moment(row.at), "count": number(len(plan.asked.seen), language())}
    first = (
        _("Du tog stilling til %(count)s svar %(when)s.", **told)
        if mine
        else _("%(who)s tog stilling til %(count)s svar %(when)s.", **told)
    )
    if not plan.stands:
        then = _("Der er overstreget anderledes i teksten siden, så det forslag gælder ikke mere.")
    elif mine:
        then = _("Det gælder, når en kollega tager stilling til det samme.")
    else:
        then = _("Det gælder, når du tager stilling til det samme.")
    since = plan.since + sum(not plan.asked.holds(one) for one in plan.together)
    return Proposal(f"{first} {then}", proposal_words(row), mine and plan.stands, since if plan.stands else 0)


def effect(plan: Plan, chosen: tuple[DecisionKind, Reason | None], who: str) -> str:
    """ "949 svar bliver vist. 51 bliver afgjort enkeltvis. 949 får besked. Loggen får 949 linjer." """
    many, left = len(plan.together), len(plan.apart) - plan.since
    counts = {"many": many, "left": left, "told": plan.told, "lines": plan.lines}
    told = {name: number(value, language()) for name, value in counts.items()}
    if plan.proposes(*chosen):
        sentences = _waits(plan, told["many"], told["left"], who)
    else:
        sentences = [
            _("%(who)s har foreslået det samme, så det gælder nu.", who=who) if plan.seconds else "",
            _shown(many) if chosen[0] in rules.PUBLISHES else _not_shown(many),
            _("%(left)s bliver afgjort enkeltvis. %(told)s får besked. Loggen får %(lines)s linjer.", **told),
        ]
    if plan.since:
        sentences.append(since_words(plan.since))
    return " ".join(one for one in sentences if one)


def _shown(many: int) -> str:
    told = number(many, language())
    return str(ngettext("%(many)s svar bliver vist.", "%(many)s svar bliver vist.", many, many=told))


def _not_shown(many: int) -> str:
    told = number(many, language())
    return str(ngettext("%(many)s svar bliver ikke vist.", "%(many)s svar bliver ikke vist.", many, many=told))


def _waits(plan: Plan, many: str, left: str, who: str) -> list[str]:
    """What happens when the first of two decides: nothing yet."""
    first = (
        _("Det er noget andet, end %(who)s har foreslået. Derfor bliver det et nyt forslag.", who=who)
        if plan.seconds
        else _("I høringen tager to personer stilling, og du er den første.")
    )
    lines = number(1 + plan.released, language())
    alone = _(
        "%(left)s bliver afgjort enkeltvis. Ingen får besked endnu. Linjer i loggen: %(lines)s.", left=left, lines=lines
    )
    waits = _("%(many)s svar bliver i køen, til en kollega tager stilling til det samme.", many=many)
    return [first, waits, alone]


def takedown_effect(plan: Down, now: datetime) -> list[str]:
    """What happens to the group, to those that could read it, to the authors, and by when somebody must be told."""
    many, exposed = len(plan.rows), len(plan.shown_from)
    words = [
        ngettext("%(count)s svar forsvinder.", "%(count)s svar forsvinder.", many, count=number(many, language())),
        _("Den, der åbner et af dem, får at vide, at det ikke vises mere (410). Bilag med dem bliver taget af siden."),
    ]
    if exposed:
        told = {"count": number(exposed, language()), "when": moment(now + TIME_TO_REPORT)}
        words += [
            ngettext(
                "%(count)s af dem kunne læses af alle. Der bliver åbnet ét brud på persondatasikkerheden.",
                "%(count)s af dem kunne læses af alle. Der bliver åbnet ét brud på persondatasikkerheden for dem alle.",
                exposed,
                **told,
            ),
            _(
                "Datatilsynet skal have besked senest %(when)s, medmindre det er usandsynligt, at det er en risiko for"
                " nogen.",
                **told,
            ),
        ]
    else:
        words.append(_("Ingen har kunnet læse dem endnu, så der bliver ikke åbnet et brud."))
    return [*map(str, words), _told(plan.told)]


def _told(count: int) -> str:
    told = number(count, language())
    return str(ngettext("%(count)s afsender får besked.", "%(count)s afsendere får besked.", count, count=told))
