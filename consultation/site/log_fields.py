"""What an entry of the log says beside its event, in words; what has none stays as it is stored (R57)."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from consultation.models import Audit
from consultation.moderation.labels import APPEAL_OUTCOMES, BREACH_OUTCOMES
from consultation.summary.labels import JOURNAL_REASONS
from consultation.vocabulary import CopyResult, FileAct, FindingAnswer
from consultation.web.filters import deadline, short_moment
from consultation.web.labels import CHANNELS, DECISIONS, FINDINGS, OUTCOMES, PURPOSES, ROLES, SHORT_REASONS

NAMES = {
    "act": _l("handling"),
    "admitted": _l("taget med"),
    "answer": _l("afgørelse"),
    "appeal": _l("klage"),
    "by": _l("af"),
    "by_letter": _l("med brev"),
    "by_link": _l("med link"),
    "change": _l("ændring"),
    "channel": _l("kom som"),
    "chapter": _l("kapitel"),
    "closes_at": _l("frist"),
    "code": _l("oplysning"),
    "count": _l("antal"),
    "days": _l("dage"),
    "director": _l("direktør"),
    "document": _l("dokument"),
    "draft": _l("udkast"),
    "ends_at": _l("til"),
    "fault": _l("advarsel"),
    "fields": _l("felter"),
    "file": _l("fil"),
    "finding": _l("fund"),
    "follow_up": _l("slags"),
    "heard_party": _l("høringspart"),
    "into": _l("over i"),
    "job": _l("opgave"),
    "kind": _l("slags"),
    "left_out": _l("udeladt"),
    "link": _l("link"),
    "may_remark": _l("må skrive bemærkninger"),
    "milestone": _l("møde"),
    "new": _l("ny"),
    "note": _l("note"),
    "number": _l("nummer"),
    "on": _l("dag"),
    "opens_at": _l("åbner"),
    "opinion": _l("vurdering"),
    "outcome": _l("udfald"),
    "outcomes": _l("indstillinger"),
    "owner": _l("fagansvarlig"),
    "package": _l("pakke"),
    "part": _l("del"),
    "party": _l("part"),
    "passages": _l("citater"),
    "place": _l("sted"),
    "point": _l("punkt"),
    "points": _l("punkter"),
    "position": _l("synspunkt"),
    "positions": _l("synspunkter"),
    "proposal": _l("forslag"),
    "provisional": _l("kladde"),
    "public_at": _l("offentlig"),
    "purpose": _l("formål"),
    "question": _l("spørgsmål"),
    "reason": _l("grund"),
    "remark": _l("bemærkning"),
    "remarks": _l("bemærkninger"),
    "responses": _l("svar"),
    "result": _l("resultat"),
    "roles": _l("roller"),
    "row": _l("række"),
    "rows": _l("rækker"),
    "seq": _l("løbenummer"),
    "serial": _l("løbenummer"),
    "set": _l("sæt overstregninger"),
    "signatures": _l("underskrifter"),
    "sound": _l("i orden"),
    "source": _l("kilde"),
    "staff": _l("medarbejder"),
    "step": _l("trin"),
    "table": _l("tabel"),
    "theme": _l("tema"),
    "themes": _l("temaer"),
    "to": _l("til"),
    "version": _l("version"),
    "withdrawn": _l("trukket tilbage"),
}
"""Every field that `audit.EVENTS` declares."""
_ANSWERS = {FindingAnswer.KEEP: _l("behold"), FindingAnswer.REDACT: _l("overstreg")}
_FILE_ACTS = {
    FileAct.READ: _l("læst af en person"),
    FileAct.SHOW_NAME: _l("navnet må vises"),
    FileAct.HIDE_NAME: _l("navnet vises ikke"),
}
_RESULTS = {
    CopyResult.PICTURED: _l("lavet"),
    CopyResult.WRITTEN: _l("lavet, uden billeder af siderne"),
    CopyResult.LEFTOVERS: _l("standset af kontrollen"),
    CopyResult.FAILED: _l("mislykket"),
}
_VALUES: Mapping[str, Mapping[Any, Any]] = {
    "act": _FILE_ACTS,
    "answer": _ANSWERS,
    "channel": CHANNELS,
    "kind": {**FINDINGS, **DECISIONS},
    "outcome": {**OUTCOMES, **APPEAL_OUTCOMES, **BREACH_OUTCOMES},
    "purpose": PURPOSES,
    "reason": {**SHORT_REASONS, **JOURNAL_REASONS},
    "result": _RESULTS,
    "roles": ROLES,
}


def fields_of(entry: Audit) -> list[tuple[str, str]]:
    """Name and value of what the entry says; what it leaves open is left out."""
    found: dict[str, object] = json.loads(entry.fields)
    return [(str(NAMES.get(name, name)), _value(name, value)) for name, value in found.items() if value is not None]


def _value(name: str, value: object) -> str:
    if isinstance(value, list):
        return ", ".join(_value(name, one) for one in value)
    if isinstance(value, bool):
        return str(_("ja") if value else _("nej"))
    if name.endswith("_at"):
        at = datetime.fromisoformat(str(value))
        return deadline(at) if name == "closes_at" else short_moment(at)
    return str(_VALUES.get(name, {}).get(value, value))
