"""The demo's authorities and staff: one account per role, each with a button on the sign-in page of a local run."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation import audit
from consultation.accounts import operations
from consultation.consultations import wordlist
from consultation.demo import texts
from consultation.models import Authority, AuthorityText, Staff, StaffRole
from consultation.vocabulary import AuthorityKind, Language, Role

_PEOPLE: dict[str, dict[Role, tuple[str, ...]]] = {
    "randers": {
        Role.MODERATOR: ("Maja Demoholm", "Otto Demodal"),
        Role.SUBJECT_OWNER: ("Jens Demoriis", "Bente Demogaard"),
        Role.SECRETARY: ("Sara Demolund",),
        Role.EDITOR: ("Rikke Demobæk",),
        Role.ADMINISTRATOR: ("Adam Demokjær",),
        Role.AUDITOR: ("Runa Demovang",),
        Role.DIRECTOR: ("Dagny Demolind",),
    },
    "eksempelland": {
        Role.MODERATOR: ("Mogens Demotoft",),
        Role.SECRETARY: ("Signe Demohøj",),
        Role.EDITOR: ("Erik Demostrand",),
    },
}
_ACCENTS = {"eksempelland": "#1d6b4f"}
_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", " ": "."})


@dataclass(frozen=True)
class Cast:
    """An authority and its people; the first of a role is the one who acts."""

    authority: Authority
    staff: dict[Role, Staff]

    def actor(self, role: Role) -> str:
        return f"staff:{self.staff[role].id}"


def load_casts(session: Session, now: datetime) -> dict[str, Cast]:
    return {row["slug"]: _cast(session, now, row) for row in texts.authorities()}


def get_cast(session: Session, authority: Authority) -> Cast:
    """The same for an authority that has been loaded."""
    rows = session.execute(
        select(StaffRole.role, Staff)
        .join(Staff, Staff.id == StaffRole.staff_id)
        .where(Staff.authority_id == authority.id, Staff.demo)
        .order_by(Staff.id.desc())
    )
    return Cast(authority, {row.role: row.Staff for row in rows})


def _cast(session: Session, now: datetime, row: texts.Row) -> Cast:
    authority = Authority(
        slug=row["slug"],
        name=row["name"],
        kind=AuthorityKind(row["kind"]),
        accent=_ACCENTS.get(row["slug"], "#454545"),
        department=row["contact"]["department"],
        address=row["footer_address"],
        email=row["contact"]["email"],
        phone=row["contact"]["phone"],
        dpo=f"{row['dpo']['name']}, {row['dpo']['email']}",
        accessibility_url="https://was.digst.dk/eksempel",
    )
    session.add(authority)
    session.flush()
    audit.record(
        session,
        authority.id,
        actor="system",
        at=now,
        event="authority.created",
        subject=f"authority:{authority.id}",
    )
    _texts(session, now, authority, row)
    people = _PEOPLE[row["slug"]]
    staff = {role: _staff(session, now, authority, role, people[role]) for role in people}
    return Cast(authority, staff)


def _texts(session: Session, now: datetime, authority: Authority, row: texts.Row) -> None:
    bodies = {
        ("privacy", Language.DANISH): row["privacy"],
        ("privacy", Language.ENGLISH): row["privacy_en"],
        ("privacy_short", Language.DANISH): "\n".join(row["privacy_short"]),
        ("privacy_short", Language.ENGLISH): "\n".join(row["privacy_short_en"]),
        ("policy", Language.DANISH): row["moderation_policy"],
        ("policy", Language.ENGLISH): row["moderation_policy_en"],
    }
    for (kind, language), body in bodies.items():
        session.add(
            AuthorityText(
                authority_id=authority.id, kind=kind, code="", language=language, version=1, body=body.strip(), at=now
            )
        )
    for kind, name in ((wordlist.GLOSSARY, "glossary"), (wordlist.LAW, "laws")):
        for code, body in row[name].items():
            wordlist.save_text(session, "system", now, authority.id, kind, code, body)


def _staff(session: Session, now: datetime, authority: Authority, role: Role, names: tuple[str, ...]) -> Staff:
    made = []
    for name in names:
        email = f"{name.casefold().translate(_LETTERS)}@{authority.slug}.example"
        staff, _token = operations.invite_staff(session, "system", now, authority.id, email, name, [role])
        staff.demo = True
        made.append(staff)
    return made[0]
