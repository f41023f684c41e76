"""The events of states.md that exist so far, as one machine; how often an act stands in a list is how likely it is."""

from datetime import datetime, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, MultipleResults, initialize, invariant, multiple, rule
from sqlalchemy.orm import Session

from consultation import worker
from consultation.vocabulary import PublicationMode, State
from tests.states import truths
from tests.states.expected import Answer, Form
from tests.states.papers import Papers
from tests.states.reading import check_kept_pages, check_pages
from tests.states.stage import CLOSES, DAY, JUST_BEFORE, OPENS, VISIBLE
from tests.working import HANDLERS

HOUR = timedelta(hours=1)
STARTS = (OPENS + 10 * DAY, CLOSES - HOUR, OPENS + DAY, OPENS, OPENS - HOUR, VISIBLE - HOUR)
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 6, 31, 24 * 60))
EDGES = ("opens_at", "closes_at", "agenda_at", "given_up_at", "forgotten_at")
MODES = (PublicationMode.CONTINUOUS, PublicationMode.AFTER_DEADLINE, PublicationMode.WITH_AGENDA)
READS = ("scan", "take", "mark", "mark", "keep", "take_out", "take_out")
DECIDES = (
    *["publish"] * 3,
    "publish_marked",
    "publish_and_undo",
    "withhold",
    "take_down",
    "reopen",
    "decide_on_an_old_page",
    "ask_colleague",
    "agree",
    "treat_complaint",
    "mend_late",
    "take_question_back",
    "let_stand",
    "open_again",
)
WISHES = (
    "correct",
    "correct_what_is_shown",
    "correct_what_is_withheld",
    "complain",
    "withdraw",
    "register_withdrawal",
    "register_withdrawal_of_what_is_treated",
    "withdraw_for_no_reason",
)
ASKED = ("confirm", "confirm", "disown", "admit_unconfirmed", "correct_unconfirmed", "withdraw_unconfirmed")
TREATS = (
    *["make_point"] * 2,
    "make_loose_point",
    "remove_points",
    "settle_rest",
    "admit",
    "not_admit",
    "decide_any",
)
OFFICE = ("set_deadline", "set_deadline", "set_agenda_time", "set_agenda_time", "meet", "decide_case", "cancel")
PAPERS = ("freeze_provisional", "freeze_unfinished", "freeze_finished")
PAGES_EVERY = 20
TWO = st.sampled_from((False, False, True))
"""Whether decisions take two persons (R36)."""
Many = MultipleResults[Answer]


class ConsultationMachine(Papers):
    answers: Bundle[Answer] = Bundle("answers")
    asked: Bundle[Answer] = Bundle("asked")
    forms: Bundle[Form] = Bundle("forms")

    @initialize(target=answers, start=st.sampled_from(STARTS), mode=st.sampled_from(MODES), two=TWO)
    def begin(self, start: datetime, mode: PublicationMode, two: bool = False) -> Many:
        """Some letters are there from the start, so that everybody has something to do."""
        self.send_out(start, mode, two_person=two)
        return multiple(*(self.register_letter(start - days * DAY, found=bool(days)) for days in (0, 1, 2)))

    @rule(wait=st.sampled_from(WAITS))
    def time_passes(self, wait: timedelta) -> None:
        self.now += wait

    @rule(edge=st.sampled_from(EDGES), before=st.booleans())
    def the_time_comes(self, edge: str, before: bool) -> None:
        self.come_to(edge, before=before)

    @rule()
    def the_worker_works(self) -> None:
        """Does what is due; at any other time it is down, and only mails, findings and deletions wait for it (T5)."""
        while worker.run_once(self.engine, self.settings, self.now, HANDLERS):
            self.tally["job done"] += 1
        self.it.forget_overdue_forms(self.now)
        self.tally["on time after all"] += self.it.judge_again()
        self.tally["not confirmed"] += self.it.give_up(self.now)
        with Session(self.engine) as session:
            truths.check_jobs(session)

    # Citizens, and the heard party

    @rule(target=forms, heard=st.sampled_from((False, False, True)), found=st.booleans())
    def somebody_fetches_a_form(self, heard: bool, found: bool) -> Form:
        return self.fetch_form(heard=heard, found=found)

    @rule(target=answers, form=forms, send=st.sampled_from((True, True, False)))
    def somebody_goes_on(self, form: Form, send: bool) -> Answer | Many:
        if not send:
            self.save_form(form)
        return (self.send_form(form) if send else None) or multiple()

    @rule(target=answers, heard=st.booleans(), found=st.booleans(), slow=st.sampled_from((False,) * 5 + (True,)))
    def somebody_answers(self, heard: bool, found: bool, slow: bool) -> Answer | Many:
        """From the first page to the last at once, or overtaken by the deadline."""
        form = self.fetch_form(heard=heard, found=found)
        if slow:
            self.come_to("closes_at", before=False)
        return self.send_form(form) or multiple()

    @rule(target=answers, found=st.booleans(), day=st.sampled_from((0, 1, 9, "last day", "day after")))
    def a_letter_comes(self, found: bool, day: int | str) -> Answer:
        """It arrived some days ago, or when it just was, or was not, in time."""
        days = {"last day": self.it.closes_at - JUST_BEFORE, "day after": self.it.closes_at}
        return self.register_letter(days[day] if isinstance(day, str) else self.now - day * DAY, found=found)

    @rule(target=answers)
    def the_party_has_no_remarks(self) -> Answer | Many:
        return self.say_no_remarks() or multiple()

    @rule(answer=answers, act=st.sampled_from(WISHES))
    def the_sender_wishes(self, answer: Answer, act: str) -> None:
        getattr(self, act)(answer)

    @rule(target=asked, found=st.booleans())
    def somebody_answers_without_confirming(self, found: bool) -> Answer | Many:
        return self.send_unconfirmed(found=found) or multiple()

    @rule(target=answers, answer=asked, act=st.sampled_from(ASKED))
    def somebody_is_asked_to_confirm(self, answer: Answer, act: str) -> Answer | Many:
        """Only what is let in is met by the rules below."""
        return answer if getattr(self, act)(answer) else multiple()

    # Staff

    @rule(answer=answers, who=st.integers(0, 1), act=st.sampled_from(READS))
    def a_moderator_reads(self, answer: Answer, who: int, act: str) -> None:
        getattr(self, act)(answer, who)

    @rule(answer=answers, act=st.sampled_from(DECIDES))
    def maja_decides(self, answer: Answer, act: str) -> None:
        getattr(self, act)(answer, 0)

    @rule(answer=answers, act=st.sampled_from(DECIDES))
    def mads_decides(self, answer: Answer, act: str) -> None:
        getattr(self, act)(answer, 1)

    @rule(answer=answers, act=st.sampled_from(TREATS))
    def the_answer_is_treated(self, answer: Answer, act: str) -> None:
        getattr(self, act)(answer)

    @rule(act=st.sampled_from(OFFICE + PAPERS), days=st.integers(-3, 20))
    def the_office_acts(self, act: str, days: int) -> None:
        getattr(self, act)(days)

    # What must hold

    @invariant()
    def what_was_promised_holds(self) -> None:
        if self.case is None:
            return
        self.tally["steps"] += 1
        self.note_state(self.case.state(self.now))
        with Session(self.engine) as session:
            row = self.row(session)
            truths.check(session, row, self.case, self.now, self.shelf.read(session, row))
        if self.tally["steps"] % PAGES_EVERY == 0:
            check_pages(self.client, self.slug, self.case, self.now)
            self.tally["pages read"] += 1
        if self.tally["steps"] % PAGES_EVERY == 1:
            self.tally["kept pages read"] += check_kept_pages(self.client, self.slug)

    def note_state(self, state: State) -> None:
        """By the clock or by an act."""
        if self.before not in {None, state}:
            self.tally[f"{self.before} then {state}"] += 1
        self.before = state

    def teardown(self) -> None:
        if self.case is not None:
            with Session(self.engine) as session:
                truths.check_chain(session, self.authority_id)
