"""Sentences of the public pages that depend on state, mode or language; each state has its own (R3, R26, U05)."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from itertools import pairwise

from flask import url_for
from flask_babel import ngettext
from markupsafe import Markup, escape

from consultation.lib.dates import local
from consultation.models import Consultation, Deadline, HeardParty, Milestone
from consultation.site.case import Case
from consultation.site.numbers import PublicNumbers
from consultation.site.phrases import _, answer_url, danish
from consultation.vocabulary import AuthorityKind, MilestoneKind, Outcome, PartyOutcome, PublicationMode, State, Status
from consultation.web import filters


def intro(kind: AuthorityKind | None) -> str:
    """What the front page is for."""
    return {
        AuthorityKind.MUNICIPALITY: _("Her kan du læse kommunens forslag og sige din mening."),
        AuthorityKind.REGION: _("Her kan du læse regionens forslag og sige din mening."),
        AuthorityKind.MINISTRY: _("Her kan du læse ministeriets forslag og sige din mening."),
    }.get(kind or AuthorityKind.OTHER, _("Her kan du læse myndighedernes forslag og sige din mening."))


# The box under the title


def box(
    case: Case, deadlines: Sequence[Deadline], *, draft: int | None = None, easy: bool = False
) -> dict[str, object]:
    """The arguments of the one component that may speak of answering; `draft` on a draft's own page.

    `easy` on pages in easy Danish, from where one answers with three questions.
    """
    row, state = case.consultation, case.state
    home = url_for("site.consultation", slug=row.slug)
    return {
        "state": state.value,
        "opens_at": row.opens_at,
        "closes_at": row.closes_at,
        "answer_url": answer_url(row.slug, draft, easy=easy) if case.is_open else "",
        "answer_label": _("Svar på udkast %(number)s", number=draft) if draft is not None else "",
        "calendar_url": url_for("site.deadline_ics", slug=row.slug) if case.is_open and draft is None else "",
        "follow_url": url_for("site.subscribe", hoering=row.slug) if draft is None else "",
        "outcome_url": url_for("site.outcome", slug=row.slug),
        "help_url": f"{url_for('site.help')}#aktindsigt" if state is State.ARCHIVED else f"{home}#kontakt",
        "sentence": _sentence(case),
        "moved": moved(row, deadlines),
    }


def _sentence(case: Case) -> str:
    row = case.consultation
    if case.state is State.CANCELLED and row.cancelled_at:
        return _cancelled(row.cancelled_at, row.cancelled_reason)
    if case.state is State.ARCHIVED:
        return _("Svarene er flyttet til sagen %(number)s.", number=row.case_number)
    if case.state is State.DECIDED and case.decision:
        return _decided(case.decision)
    if case.state is State.UNDER_CONSIDERATION and case.next_meeting and case.next_meeting.on >= case.today:
        meeting = case.next_meeting
        return escape(_("%(body)s ser på sagen %(day)s.")) % _of(meeting)
    return ""


def _cancelled(at: datetime, reason: str) -> str:
    values = {"day": filters.day(local(at).date()), "reason": danish(_bare(reason))}
    if _continues(reason):
        return escape(_("Høringen blev aflyst %(day)s, fordi %(reason)s.")) % values
    return escape(_("Høringen blev aflyst %(day)s. Begrundelse: %(reason)s.")) % values


def _decided(meeting: Milestone) -> str:
    if meeting.item:
        return escape(_("%(body)s traf beslutning i sagen %(day)s (sag %(item)s).")) % _of(meeting)
    return escape(_("%(body)s traf beslutning i sagen %(day)s.")) % _of(meeting)


def _of(meeting: Milestone) -> dict[str, str]:
    return {"body": danish(meeting.body), "day": filters.day(meeting.on), "item": meeting.item}


def moves(row: Consultation, deadlines: Sequence[Deadline]) -> list[tuple[Deadline, Deadline]]:
    """(before, after) of each time the deadline was moved while people could see it (R6)."""
    seen = row.published_at
    return [(before, after) for before, after in pairwise(deadlines) if seen is not None and after.at > seen]


def moved(row: Consultation, deadlines: Sequence[Deadline]) -> str:
    """The last time the deadline was moved, and why; "" where it never was."""
    pairs = moves(row, deadlines)
    return moved_words(*pairs[-1]) if pairs else ""


def moved_words(before: Deadline, after: Deadline) -> str:
    return moved_between(before.closes_at, after.closes_at, after.reason)


def moved_between(old: datetime, new: datetime, reason: str) -> str:
    """From when to when, and why (R6)."""
    values = {"old": filters.deadline(old), "new": filters.deadline(new), "reason": danish(_bare(reason))}
    if _continues(reason):
        return escape(_("Fristen er flyttet fra %(old)s til %(new)s, fordi %(reason)s.")) % values
    return escape(_("Fristen er flyttet fra %(old)s til %(new)s. Begrundelse: %(reason)s.")) % values


def _continues(reason: str) -> bool:
    """Whether a reason reads on after "fordi": it begins in lower case, as the field asks."""
    return reason.strip()[:1].islower()


def _bare(reason: str) -> str:
    return reason.strip().rstrip(".")


# Responses of others


def why_no_responses(case: Case, counts: PublicNumbers) -> str:
    """Why there is nothing to read, and when that changes; one sentence for each mode and time (R26, U14)."""
    row = case.consultation
    if case.state is State.CANCELLED:
        return _("Høringen er aflyst. Svar, der nåede at blive sendt, er gemt i sagen, men bliver ikke vist her.")
    if row.publication_mode is PublicationMode.NOT_PUBLIC:
        return _not_public(case)
    if row.publication_mode is PublicationMode.WITH_AGENDA and not case.shows_responses and row.responses_public_at:
        when = filters.moment(row.responses_public_at)
        return _with_reason(_("Svarene bliver vist med dagsordenen %(moment)s.", moment=when), row.publication_reason)
    if row.publication_mode is PublicationMode.AFTER_DEADLINE and not case.shows_responses and row.closes_at:
        when = filters.deadline(row.closes_at)
        return _with_reason(_("Svarene bliver vist efter fristen %(moment)s.", moment=when), row.publication_reason)
    if counts.statuses[Status.PUBLISHED].total or counts.statuses[Status.REDACTED].total:
        return _("De første svar er gennemgået. De bliver vist om få minutter.")
    return _none_reviewed(case)


def _none_reviewed(case: Case) -> str:
    row = case.consultation
    if case.state is State.PLANNED and row.opens_at:
        opens = filters.moment(row.opens_at)
        return _("Høringen åbner %(moment)s. Vi viser svarene løbende, når de er gennemgået.", moment=opens)
    if case.is_open and row.closes_at:
        closes = filters.deadline(row.closes_at)
        return _("Ingen svar er gennemgået endnu. Vi viser dem løbende. Fristen er %(moment)s.", moment=closes)
    if row.closes_at is None:
        return _("Ingen svar er gennemgået endnu.")
    return _("Ingen svar er gennemgået endnu. Fristen var %(moment)s.", moment=filters.deadline(row.closes_at))


def _not_public(case: Case) -> str:
    reason = case.consultation.publication_reason
    values = {"reason": danish(_bare(reason))}
    if _continues(reason):
        told = escape(_("Svarene i denne høring bliver ikke offentliggjort, fordi %(reason)s.")) % values
    elif reason.strip():
        told = escape(_("Svarene i denne høring bliver ikke offentliggjort. Begrundelse: %(reason)s.")) % values
    else:
        told = escape(_("Svarene i denne høring bliver ikke offentliggjort."))
    meeting = case.next_meeting
    if meeting is None:
        return told
    if meeting.on < case.today:
        return told + " " + escape(_("De indgik i sagen, som %(body)s behandlede %(day)s.")) % _of(meeting)
    return told + " " + escape(_("De indgår i sagen, som %(body)s behandler %(day)s.")) % _of(meeting)


def _with_reason(sentence: str, reason: str) -> str:
    return escape(sentence) + " " + danish(reason.strip()) if reason.strip() else sentence


# The outcome


def when_decided(case: Case) -> str:
    """Before the decision: when it comes."""
    meeting = case.decision
    if case.state is State.CANCELLED:
        return _("Høringen er aflyst, så der bliver ikke truffet beslutning på grundlag af den.")
    if meeting is None:
        return _("Der er ikke sat en dato for beslutningen endnu. Den kommer til at stå her.")
    if meeting.on < case.today:
        return escape(
            _(
                "Resultatet er ikke skrevet ind endnu. %(body)s holdt møde %(day)s. "
                "Det bliver vist her, når det er skrevet ind."
            )
        ) % _of(meeting)
    return escape(
        _("%(body)s beslutter sagen %(day)s. Derefter kan du her se, hvad der blev ændret, og hvorfor.")
    ) % _of(meeting)


def points(counts: Counter[Outcome]) -> str:
    """ "21 førte til en ændring, 12 delvist, 61 ikke"; each point is in one of them."""
    words = {
        Outcome.ACCEPTED: _("%(number)s førte til en ændring", number=filters.number(counts[Outcome.ACCEPTED])),
        Outcome.PARTLY: _("%(number)s delvist", number=filters.number(counts[Outcome.PARTLY])),
        Outcome.NOT_ACCEPTED: _("%(number)s ikke", number=filters.number(counts[Outcome.NOT_ACCEPTED])),
        Outcome.NOTED: _("%(number)s er taget til efterretning", number=filters.number(counts[Outcome.NOTED])),
        Outcome.OUT_OF_SCOPE: _("%(number)s er uden for sagen", number=filters.number(counts[Outcome.OUT_OF_SCOPE])),
    }
    return ", ".join(told for outcome, told in words.items() if counts[outcome])


def item_words(meeting: Milestone) -> str:
    """ "sag 576" in the council, "punkt 8" elsewhere; "" without a number."""
    if not meeting.item:
        return ""
    if meeting.kind in {MilestoneKind.COUNCIL, MilestoneKind.SENT_OUT}:
        return _("sag %(item)s", item=meeting.item)
    return _("punkt %(item)s", item=meeting.item)


def capital_day(on: date) -> str:
    """A date at the beginning of a line."""
    words = filters.day(on)
    return Markup('<time datetime="{}">{}</time>').format(on.isoformat(), words[:1].upper() + words[1:])


# Heard parties


def heard(rows: Sequence[tuple[HeardParty, PartyOutcome]], *, is_open: bool) -> str:
    """How many were asked, and how many answered what; "" before anybody was (R9, R12)."""
    asked = [outcome for row, outcome in rows if row.opt_out_reason is None and row.removed_at is None and row.sent_at]
    if not asked:
        return ""
    first = str(
        ngettext("Vi har sendt udkastene til %(num)s part.", "Vi har sendt udkastene til %(num)s parter.", len(asked))
    )
    remarks, none, waiting = (
        asked.count(outcome) for outcome in (PartyOutcome.REMARKS, PartyOutcome.NO_REMARKS, PartyOutcome.NO_ANSWER)
    )
    parts = [
        ngettext("%(num)s har svaret med bemærkninger", "%(num)s har svaret med bemærkninger", remarks),
        ngettext("%(num)s har ingen bemærkninger", "%(num)s har ingen bemærkninger", none),
        ngettext("%(num)s har ikke svaret endnu", "%(num)s har ikke svaret endnu", waiting)
        if is_open
        else ngettext("%(num)s har ikke svaret", "%(num)s har ikke svaret", waiting),
    ]
    told = [str(part) for part, number in zip(parts, (remarks, none, waiting), strict=True) if number]
    return f"{first} {', '.join(told)}."
