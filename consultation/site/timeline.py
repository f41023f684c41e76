"""What happens when, as steps that are done, under way or to come (interface.md 3.2)."""

from dataclasses import dataclass

from markupsafe import Markup, escape

from consultation.lib.dates import local
from consultation.models import Milestone
from consultation.site.case import Case
from consultation.site.phrases import _, danish
from consultation.site.wording import capital_day, item_words
from consultation.vocabulary import MilestoneKind, State
from consultation.web import filters

DONE, NOW, COMING = "done", "now", "coming"
_READ = {State.CLOSED: NOW, State.UNDER_CONSIDERATION: NOW, State.DECIDED: DONE, State.ARCHIVED: DONE}
_LINKS = ("https://", "http://")


@dataclass(frozen=True)
class Step:
    """`state` is done, now or coming; at most one step of a timeline is now."""

    title: str
    text: str
    state: str


def steps(case: Case) -> list[Step]:
    """The whole way of the case. A cancelled one ends where it was cancelled."""
    opened_on = local(case.consultation.opens_at).date() if case.consultation.opens_at else case.today
    before = [one for one in case.milestones if _is_before(one, opened_on)]
    after = [one for one in case.milestones if one not in before and one.kind is not MilestoneKind.SENT_OUT]
    begun = [*(_meeting(case, one) for one in before), *_sent_out(case)]
    if case.state is State.CANCELLED:
        return [*[step for step in begun if step.state == DONE], _cancelled(case)]
    return [*begun, _answering(case), _reading(case), *(_meeting(case, one) for one in after)]


def _is_before(milestone: Milestone, opened_on: object) -> bool:
    return milestone.kind is not MilestoneKind.SENT_OUT and str(milestone.on) < str(opened_on)


def _sent_out(case: Case) -> list[Step]:
    decided = [one for one in case.milestones if one.kind is MilestoneKind.SENT_OUT]
    state = COMING if case.state is State.PLANNED else DONE
    if decided:
        told = [danish(decided[0].body), item_words(decided[0])]
        words = escape(", ").join(escape(word) for word in told if word)
        return [Step(_("Sendt i høring"), capital_day(decided[0].on) + escape(". ") + words, state)]
    if case.consultation.opens_at is None:
        return []
    title = _("Sendes i høring") if state == COMING else _("Sendt i høring")
    return [Step(title, capital_day(local(case.consultation.opens_at).date()), state)]


def _answering(case: Case) -> Step:
    row = case.consultation
    closes = filters.deadline(row.closes_at) if row.closes_at else ""
    if case.state is State.PLANNED:
        opens = filters.moment(row.opens_at) if row.opens_at else ""
        return Step(_("Høringen er åben"), _("Fra %(opens)s til og med %(closes)s", opens=opens, closes=closes), COMING)
    if case.is_open:
        return Step(_("Du kan svare nu"), _("Til og med %(closes)s", closes=closes), NOW)
    return Step(_("Høringen sluttede"), _("Fristen var %(closes)s", closes=closes), DONE)


def _reading(case: Case) -> Step:
    state = _READ.get(case.state, COMING)
    words = _("Svarene er læst og besvaret") if state == DONE else _("Svarene bliver læst og besvaret")
    return Step(words, "", state)


def _meeting(case: Case, meeting: Milestone) -> Step:
    done = meeting.on < case.today or bool(meeting.outcome)
    text = capital_day(meeting.on)
    if item := item_words(meeting):
        text += escape(f", {item}")
    if meeting.outcome:
        text += escape(". ") + danish(meeting.outcome)
    if meeting.decides and not done:
        text += escape(". ") + escape(_("Alle, der har svaret, får besked"))
    if meeting.url.startswith(_LINKS):
        text += Markup(' <a href="{}">{}</a>').format(meeting.url, _link_words(meeting))
    return Step(_title(meeting, done=done), text, DONE if done else COMING)


def _link_words(meeting: Milestone) -> str:
    return _("Se mødet %(day)s", day=filters.day(meeting.on))


def _title(meeting: Milestone, *, done: bool) -> str:
    body = {"body": danish(meeting.body)}
    if meeting.kind not in {MilestoneKind.COMMITTEE, MilestoneKind.COUNCIL}:
        return danish(meeting.body) or _("Træder i kraft")
    if meeting.decides:
        return escape(_("%(body)s besluttede") if done else _("%(body)s beslutter")) % body
    return escape(_("%(body)s behandlede sagen") if done else _("%(body)s behandler sagen")) % body


def _cancelled(case: Case) -> Step:
    at = case.consultation.cancelled_at or case.now
    return Step(_("Høringen blev aflyst"), capital_day(local(at).date()), NOW)
