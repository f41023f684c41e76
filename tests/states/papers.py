"""What subject owner and secretary do: points, what needs no remark, snapshots."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from consultation.analysis import points, positions, queries, remarks
from consultation.analysis.spans import Span
from consultation.errors import Conflict, Refused
from consultation.models import Position, Response, Snapshot
from consultation.summary import operations
from consultation.summary.gaps import Gap
from consultation.summary.inputs import REQUIRED_CHAPTERS
from consultation.summary.queries import list_report_texts
from consultation.vocabulary import NoPointReason, Outcome, Status
from tests.states import truths
from tests.states.askers import Asked
from tests.states.expected import DESK_LIFE, Answer
from tests.states.moderators import Moderators
from tests.states.office import Office


class Papers(Moderators, Office, Asked):
    def make_point(self, answer: Answer, *, gathered: bool = True) -> None:
        if answer.no_remarks:
            return
        act = self.on(answer, lambda session, row: self.add_point(session, row, answer, gathered))
        self.attempt(act, Conflict if answer.withdrawn else None)
        if not answer.withdrawn:
            answer.points_made += 1
            answer.points.add(answer.points_made)
            self.tally["point made"] += 1

    def make_loose_point(self, answer: Answer) -> None:
        self.make_point(answer, gathered=False)

    def remove_points(self, answer: Answer) -> None:
        self.do(self.on(answer, self.drop_points))
        self.tally["points removed"] += len(answer.points)
        answer.points.clear()

    def settle_rest(self, answer: Answer) -> None:
        """Every sentence that is in no point needs no remark, for a reason."""
        still_open = self.do(self.on(answer, truths.count_open_sentences))
        self.attempt(self.on(answer, self.settle), Conflict if answer.withdrawn and still_open else None)
        if not answer.withdrawn:
            assert self.do(self.on(answer, truths.count_open_sentences)) == 0
            self.tally["settled"] += 1

    def freeze_unfinished(self, _days: int) -> None:
        self.freeze()

    def freeze_finished(self, _days: int) -> None:
        if self.now >= self.it.closes_at:
            self.work_through()
            assert self.do(self.gaps) == ()
            self.freeze()

    def freeze_provisional(self, _days: int) -> None:
        """At any time, whatever is missing."""
        self.do(self.by_sara(self.frozen, provisional=True))
        self.tally["provisional snapshot"] += 1

    def freeze(self) -> None:
        """A final one: refused while there is a gap, and before the close there always is."""
        gaps = self.do(self.gaps)
        assert gaps or self.now >= self.it.closes_at
        snapshot = self.attempt(self.by_sara(self.frozen, provisional=False), Refused if gaps else None)
        if snapshot is not None:
            truths.check_snapshot(snapshot, self.it)
            self.it.frozen = True
        self.tally["final snapshot" if snapshot else "snapshot refused"] += 1

    def work_through(self) -> None:
        """Everything that the list of gaps asks for, once nobody has anything on the desk."""
        self.now += DESK_LIFE
        for answer in self.it.answers:
            if answer.status is Status.AWAITING:
                if answer.unconfirmed:
                    self.admit_unconfirmed(answer)
                self.scan(answer)
                self.finish(answer)
            if answer.late and not answer.withdrawn:
                self.decide_late(answer, admitted=True)
            self.remove_points(answer)
            self.settle_rest(answer)
        self.do(self.write_texts)

    def gaps(self, session: Session) -> tuple[Gap, ...]:
        return operations.find_gaps(session, self.settings, self.now, self.row(session))

    def write_texts(self, session: Session) -> None:
        """Every chapter has words, and no position stands without a point."""
        row = self.row(session)
        for chapter in set(REQUIRED_CHAPTERS) - set(list_report_texts(session, row.id)):
            operations.write_text(session, self.sara, self.now, row, chapter, base=0, text="Det har vi gjort.")
        for position in queries.list_positions(session, row.id):
            positions.remove_position(session, self.jens, self.now, row, position)

    def add_point(self, session: Session, row: Response, answer: Answer, gathered: bool) -> None:
        """On the words of the opinion; in a position of its own, or not yet in any."""
        assert answer.text is not None
        [own] = queries.answers_of(session, row.id)
        start = own.text.index(answer.text.opinion)
        span = Span(own.id, start, start + len(answer.text.opinion))
        made = points.make_point(session, self.jens, self.now, row, [span])
        if gathered:
            points.move_point(session, self.jens, self.now, row, made, self.new_position(session))

    def new_position(self, session: Session) -> Position:
        row = self.row(session)
        remark = remarks.add_remark(session, self.jens, self.now, row, "Forvaltningen noterer sig det.")
        [theme] = queries.list_themes(session, row.id)
        return positions.save_position(
            session,
            self.jens,
            self.now,
            row,
            None,
            title="Flere ønsker mere tid.",
            theme=theme,
            remark=remark,
            recommended=Outcome.NOTED,
        )

    def drop_points(self, session: Session, row: Response) -> None:
        for point in queries.points_of(session, row.id):
            points.remove_point(session, self.jens, self.now, row, point)

    def settle(self, session: Session, row: Response) -> int:
        return points.settle_rest(session, self.jens, self.now, row, NoPointReason.BACKGROUND)

    @property
    def frozen(self) -> Callable[..., Snapshot]:
        return lambda session, actor, now, row, provisional: operations.freeze(
            session, self.settings, actor, now, row, provisional=provisional
        )
