"""Tables: columns, constraints, one-line properties; one file per noun; free of Flask."""

from consultation.models.analysis import (
    AnswerGroup,
    Change,
    ChangePosition,
    GroupMember,
    Passage,
    Point,
    Position,
    Remark,
    RemarkVersion,
    Theme,
)
from consultation.models.authority import Authority, AuthorityText, ClosureDay, ShortestPeriod
from consultation.models.base import Base, Instant
from consultation.models.blob import Blob, BlobScan, BlobText
from consultation.models.consultation import Consultation, Deadline, Document, Milestone, WarningReason
from consultation.models.draft import Draft, DraftVersion, Section, SectionText
from consultation.models.ledger import Audit, AuditHead, Erasure, Job, Outage
from consultation.models.moderation import (
    Claim,
    Decision,
    Finding,
    FindingDecision,
    Redaction,
    RedactionSet,
)
from consultation.models.notification import Message, MessageDelivery
from consultation.models.party import HeardParty, Party
from consultation.models.public import Figure, Rendition, RenditionPart, Tombstone
from consultation.models.response import (
    Answer,
    Attachment,
    ImportBatch,
    LateAdmission,
    NumberSeries,
    Response,
    ResponseParty,
    ResponseVersion,
)
from consultation.models.staff import Access, Staff, StaffLink, StaffRole, StaffSession, Throttle, TotpUsed
from consultation.models.summary import Package, PackageFile, PublishedAnnex, ReportText, Snapshot
from consultation.models.unsent import Unsent, UnsentFile, UnsentPart, UnsentSave

__all__ = [
    "Access",
    "Answer",
    "AnswerGroup",
    "Attachment",
    "Audit",
    "AuditHead",
    "Authority",
    "AuthorityText",
    "Base",
    "Blob",
    "BlobScan",
    "BlobText",
    "Change",
    "ChangePosition",
    "Claim",
    "ClosureDay",
    "Consultation",
    "Deadline",
    "Decision",
    "Document",
    "Draft",
    "DraftVersion",
    "Erasure",
    "Figure",
    "Finding",
    "FindingDecision",
    "GroupMember",
    "HeardParty",
    "ImportBatch",
    "Instant",
    "Job",
    "LateAdmission",
    "Message",
    "MessageDelivery",
    "Milestone",
    "NumberSeries",
    "Outage",
    "Package",
    "PackageFile",
    "Party",
    "Passage",
    "Point",
    "Position",
    "PublishedAnnex",
    "Redaction",
    "RedactionSet",
    "Remark",
    "RemarkVersion",
    "Rendition",
    "RenditionPart",
    "ReportText",
    "Response",
    "ResponseParty",
    "ResponseVersion",
    "Section",
    "SectionText",
    "ShortestPeriod",
    "Snapshot",
    "Staff",
    "StaffLink",
    "StaffRole",
    "StaffSession",
    "Theme",
    "Throttle",
    "Tombstone",
    "TotpUsed",
    "Unsent",
    "UnsentFile",
    "UnsentPart",
    "UnsentSave",
    "WarningReason",
]
