"""The glossary in code: every closed set of words that a column, an address or a file may hold."""

from enum import StrEnum


class Role(StrEnum):
    MODERATOR = "moderator"
    SUBJECT_OWNER = "subject_owner"
    SECRETARY = "secretary"
    EDITOR = "editor"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"
    DIRECTOR = "director"


class AuthorityKind(StrEnum):
    MUNICIPALITY = "municipality"
    REGION = "region"
    MINISTRY = "ministry"
    OTHER = "other"


class State(StrEnum):
    """Where a consultation is; always computed, never stored (R3)."""

    UNPUBLISHED = "unpublished"
    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"
    UNDER_CONSIDERATION = "under_consideration"
    DECIDED = "decided"
    ARCHIVED = "archived"
    CANCELLED = "cancelled"


class ConsultationKind(StrEnum):
    QUALITY_STANDARD = "quality_standard"
    POLICY = "policy"
    MUNICIPAL_PLAN = "municipal_plan"
    LOCAL_PLAN = "local_plan"
    MINOR_LOCAL_PLAN = "minor_local_plan"
    OTHER = "other"


class WarningCode(StrEnum):
    """What a deadline needs a written reason for (R5)."""

    SHORT = "short"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    CLOSURE = "closure"
    JULY = "july"
    CHRISTMAS = "christmas"


class PublicationMode(StrEnum):
    """When published responses may be read (R26)."""

    CONTINUOUS = "continuous"
    AFTER_DEADLINE = "after_deadline"
    WITH_AGENDA = "with_agenda"
    NOT_PUBLIC = "not_public"


class NameRule(StrEnum):
    """How a private person is named in public (R31); strictest last."""

    FULL_NAME = "full_name"
    NAME_POSTCODE = "name_postcode"
    CITIZEN_POSTCODE = "citizen_postcode"


class LoginMode(StrEnum):
    """How a citizen shows who they are (R13); on a response, what this one was asked for."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    IDENTITY = "identity"


class Capacity(StrEnum):
    CITIZEN = "citizen"
    RELATIVE = "relative"
    GUARDIAN = "guardian"
    ORGANISATION = "organisation"
    COUNCIL = "council"
    EMPLOYEE = "employee"
    AUTHORITY = "authority"


ORGANISED = frozenset({Capacity.ORGANISATION, Capacity.COUNCIL, Capacity.AUTHORITY})
"""Capacities that answer for a body with a name, which is always shown (R31)."""


class Channel(StrEnum):
    PORTAL = "portal"
    LETTER = "letter"
    EMAIL = "email"
    DIGITAL_POST = "digital_post"
    PHONE = "phone"
    MEETING = "meeting"


class Precision(StrEnum):
    SECOND = "second"
    MINUTE = "minute"
    DAY = "day"


class Stance(StrEnum):
    SUPPORT = "support"
    NEUTRAL = "neutral"
    OPPOSE = "oppose"


class SectionFate(StrEnum):
    """What became of a section in the next version of its draft (R7)."""

    UNCHANGED = "unchanged"
    MOVED = "moved"
    CHANGED = "changed"
    SPLIT = "split"
    GONE = "gone"


class FollowUp(StrEnum):
    """How a consultation follows an earlier one (R8)."""

    SUPPLEMENTARY = "supplementary"
    RENEWED = "renewed"


class Sign(StrEnum):
    """What speaks against a response's having been written by a person of its own (B1)."""

    TRAP = "trap"
    FAST = "fast"
    SOURCE = "source"
    EMAIL = "email"


class QuestionKind(StrEnum):
    """How a guiding question is answered: one choice, any number of choices, or free text."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    TEXT = "text"


class EasyQuestion(StrEnum):
    """The three questions of the easy path, the same in every consultation (interface.md 4.4)."""

    GOOD = "good"
    BAD = "bad"
    CHANGE = "change"


class Series(StrEnum):
    ON_TIME = "on_time"
    LATE = "late"


class MilestoneKind(StrEnum):
    SENT_OUT = "sent_out"
    COMMITTEE = "committee"
    COUNCIL = "council"
    IN_FORCE = "in_force"
    OTHER = "other"


class DocumentKind(StrEnum):
    COVER_LETTER = "cover_letter"
    BACKGROUND = "background"
    DECISION = "decision"
    OTHER = "other"


class PartyKind(StrEnum):
    DISABILITY_COUNCIL = "disability_council"
    SENIOR_COUNCIL = "senior_council"
    MARGINALISED_COUNCIL = "marginalised_council"
    USER_COUNCIL = "user_council"
    CODETERMINATION = "codetermination"
    ORGANISATION = "organisation"
    AUTHORITY = "authority"
    OTHER = "other"


class PartyBasis(StrEnum):
    """Why a party is heard (R9)."""

    STATUTORY = "statutory"
    INVITED = "invited"
    OTHER = "other"


class Delivery(StrEnum):
    PENDING = "pending"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"


class SentBy(StrEnum):
    """How the letter went to a heard party."""

    MAIL = "mail"
    DIGITAL_POST = "digital_post"
    LETTER = "letter"
    HANDED_OVER = "handed_over"


class PartyOutcome(StrEnum):
    REMARKS = "remarks"
    NO_REMARKS = "no_remarks"
    NO_ANSWER = "no_answer"


class DecisionKind(StrEnum):
    PUBLISH = "publish"
    PUBLISH_REDACTED = "publish_redacted"
    WITHHOLD = "withhold"
    REOPEN = "reopen"


class Reason(StrEnum):
    """Coded reasons for withholding a response (interface.md 5)."""

    PERSON = "person"
    SENSITIVE = "sensitive"
    PROTECTED = "protected"
    REQUESTED = "requested"
    UNLAWFUL = "unlawful"
    ABUSE = "abuse"
    ADVERT = "advert"
    FALSE_SENDER = "false_sender"
    OFF_TOPIC = "off_topic"
    NOT_CONFIRMED = "not_confirmed"


class AppealOutcome(StrEnum):
    """What came of an author's complaint about a decision."""

    UPHELD = "upheld"
    OPENED = "opened"


class Status(StrEnum):
    """What a response's decisions say of it; the five that add up to `received` (R33, D7)."""

    PUBLISHED = "published"
    REDACTED = "redacted"
    WITHHELD = "withheld"
    WITHDRAWN = "withdrawn"
    AWAITING = "awaiting"


class FindingKind(StrEnum):
    CPR = "cpr"
    EMAIL = "email"
    PHONE = "phone"
    IBAN = "iban"
    ADDRESS = "address"
    HEALTH = "health"
    RELIGION = "religion"
    UNION = "union"
    OFFENCE = "offence"
    PERSON_NAME = "person_name"
    OTHER = "other"


class Basis(StrEnum):
    """The rule by which something is taken out of what becomes public (R30)."""

    CPR = "dbl_11"
    SENSITIVE = "gdpr_9"
    OFFENCE = "dbl_8"
    NOT_NEEDED = "gdpr_5"
    CONFIDENTIAL = "fvl_27"
    OTHERS_WORK = "ohl_2"


class FindingAnswer(StrEnum):
    KEEP = "keep"
    REDACT = "redact"


class Outcome(StrEnum):
    """What a position leads to (R37)."""

    ACCEPTED = "accepted"
    PARTLY = "partly"
    NOT_ACCEPTED = "not_accepted"
    NOTED = "noted"
    OUT_OF_SCOPE = "out_of_scope"


class PositionAct(StrEnum):
    """What was done to a position."""

    MADE = "made"
    CHANGED = "changed"
    SPLIT = "split"
    MERGED = "merged"
    MOVED = "moved"
    REMOVED = "removed"
    RESTORED = "restored"
    DECIDED = "decided"


class ApprovalStep(StrEnum):
    """Who approves what is answered to a position, where the consultation asks for it."""

    SUBJECT_OWNER = "subject_owner"
    DIRECTOR = "director"


class NoPointReason(StrEnum):
    GREETING = "greeting"
    BACKGROUND = "background"
    REPEATED = "repeated"
    QUOTES_DRAFT = "quotes_draft"
    OUTSIDE = "outside"


class GroupKind(StrEnum):
    """How alike the responses of a group are (analysis.md)."""

    IDENTICAL = "identical"
    TEMPLATE = "template"
    NEAR = "near"


class GroupAct(StrEnum):
    """What a person has decided about a group; the machine never undoes it."""

    CONFIRMED = "confirmed"
    SPLIT_OUT = "split_out"
    MOVED = "moved"


class AccessPurpose(StrEnum):
    MODERATION = "moderation"
    ANALYSIS = "analysis"
    COMPILATION = "compilation"
    JOURNAL = "journal"
    COMPLAINT = "complaint"
    CONTACT = "contact"


class JournalReason(StrEnum):
    """Why responses are taken out as they came, names and all (R49, R57)."""

    CASE_SYSTEM = "case_system"
    ACCESS_REQUEST = "access_request"
    ARCHIVE = "archive"


class By(StrEnum):
    SENDER = "sender"
    STAFF = "staff"


class JobState(StrEnum):
    WAITING = "waiting"
    DONE = "done"
    DEAD = "dead"


class MessageState(StrEnum):
    QUEUED = "queued"
    SENT = "sent"
    KEPT = "kept"
    LETTER = "letter"
    FAILED = "failed"


class Language(StrEnum):
    DANISH = "da"
    ENGLISH = "en"


class FileFault(StrEnum):
    """Why a file cannot be taken (I5)."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"
    KIND = "kind"
    NOT_ITS_KIND = "not_its_kind"
    BROKEN = "broken"
    LOCKED = "locked"
    ACTIVE = "active"
    PACKED = "packed"
    PICTURE = "picture"
    PAGES = "pages"
    TRICK = "trick"
    HEAVY = "heavy"
    UNREAD = "unread"


class FileNote(StrEnum):
    """What a moderator is told about a file that is taken."""

    CUT = "cut"
    EMBEDDED = "embedded"
    LINKED = "linked"
    PICTURES = "pictures"
    TRACKED = "tracked"
    REVISIONS = "revisions"
    PLACE = "place"


class TextPart(StrEnum):
    """Where in a file some words stand. Those from COMMENT on do not show when it is printed (P5).

    LAYER are words that a scanner laid unseen upon a picture, PICTURE what a machine reads in it.
    """

    BODY = "body"
    PAGE = "page"
    HEADER = "header"
    NOTE = "note"
    FIELD = "field"
    LAYER = "layer"
    PICTURE = "picture"
    COMMENT = "comment"
    DELETED = "deleted"
    HIDDEN = "hidden"
    REVISION = "revision"
    INSIDE = "inside"
    METADATA = "metadata"


HIDDEN_PARTS = frozenset(
    {
        TextPart.COMMENT,
        TextPart.DELETED,
        TextPart.HIDDEN,
        TextPart.REVISION,
        TextPart.INSIDE,
        TextPart.METADATA,
    }
)
"""What no public copy of a file holds (P5)."""


class FileAct(StrEnum):
    """What a person has said of a file: read by eye, and whether its own name may be shown."""

    READ = "read"
    SHOW_NAME = "show_name"
    HIDE_NAME = "hide_name"


class CopyState(StrEnum):
    """How far the public copy of a file is; LEFT_OUT by a moderator, HELD because the check of it found something."""

    WAITING = "waiting"
    SHOWN = "shown"
    HELD = "held"
    LEFT_OUT = "left_out"


class CopyResult(StrEnum):
    """What came of making a public copy; PICTURED and WRITTEN are shown, the latter without pictures of its pages."""

    PICTURED = "pictured"
    WRITTEN = "written"
    LEFTOVERS = "leftovers"
    FAILED = "failed"


class ScanResult(StrEnum):
    """What a virus scanner said of a file."""

    CLEAN = "clean"
    INFECTED = "infected"


class ScanState(StrEnum):
    """How far the check of a file for viruses is."""

    WAITING = "waiting"
    CLEAN = "clean"
    INFECTED = "infected"
    UNSCANNED = "unscanned"


class SearchKind(StrEnum):
    """What a search finds; the members stand in the order of a page of results."""

    CONSULTATION = "consultation"
    DRAFT = "draft"
    SECTION = "section"
    DOCUMENT = "document"
    RESPONSE = "response"


class ReviewOutcome(StrEnum):
    """What the editor did about a remark made before a consultation was sent out."""

    HANDLED = "handled"
    NOT_TAKEN = "not_taken"


class PreviewState(StrEnum):
    """Whether a preview link opens; always computed, never stored."""

    IN_FORCE = "in_force"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    SENT_OUT = "sent_out"


class BreachTask(StrEnum):
    """What has to be done about a breach of personal data security, in the order in which it is done (GDPR 33, 34)."""

    TAKEN_DOWN = "taken_down"
    COPIES = "copies"
    ASSESSED = "assessed"
    DPO = "dpo"
    SUPERVISOR = "supervisor"
    PERSONS = "persons"
    CAUSE = "cause"


class BreachNotice(StrEnum):
    """Whom the wording is for: the data protection officer and Datatilsynet, or the persons concerned."""

    SUPERVISOR = "supervisor"
    PERSONS = "persons"


class BreachEntryKind(StrEnum):
    """What was noted about a breach."""

    DONE = "done"
    NOT_NEEDED = "not_needed"
    WORDING = "wording"
    NOTE = "note"


class BreachOutcome(StrEnum):
    """How a breach was closed (GDPR 33, 1 and 5)."""

    REPORTED = "reported"
    NO_RISK = "no_risk"
    NO_BREACH = "no_breach"
