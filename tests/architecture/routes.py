"""A1: who may ask for which page, written down once and walked by test_routes.py. A page without a row fails.

(endpoint, method) -> the roles that may, or PUBLIC. A key per feature, so that a new page has an obvious place.
"""

from collections.abc import Mapping
from typing import Final

from consultation.vocabulary import Role

PUBLIC: Final = None
"""No account is needed: the page is everybody's, or its secret address is the authority."""

Row = tuple[str, str]
Roles = frozenset[Role] | None

_M, _F, _S, _E, _A, _R = (
    frozenset({role})
    for role in (
        Role.MODERATOR,
        Role.SUBJECT_OWNER,
        Role.SECRETARY,
        Role.EDITOR,
        Role.ADMINISTRATOR,
        Role.AUDITOR,
    )
)
_ALL = frozenset(Role)


def _rows(feature: str, table: Mapping[str, Roles]) -> dict[Row, Roles]:
    """ "view GET POST" -> roles, as rows of endpoints."""
    return {
        (f"{feature}.{words.split()[0]}" if feature else words.split()[0], method): roles
        for words, roles in table.items()
        for method in words.split()[1:]
    }


ROUTES: dict[Row, Roles] = {
    **_rows("", {"static GET": PUBLIC, "theme GET": PUBLIC}),
    **_rows("demo_sign_in", {"sign_in_demo POST": PUBLIC}),
    **_rows(
        "accounts",
        {
            "sign_in GET POST": PUBLIC,
            "sign_out POST": PUBLIC,
            "activate GET POST": PUBLIC,
            "users GET POST": _A,
            "disable POST": _A,
        },
    ),
    **_rows(
        "consultations",
        {
            "list_all GET": _ALL,
            "copy GET POST": _E,
            "create GET POST": _E,
            "edit GET POST": _E,
            "read_in GET POST": _E | _F,
            "show_read GET POST": _E | _F,
            "illustration GET": _ALL,
            "words GET POST": _E | _A,
            "laws POST": _E | _A,
            "remove_word POST": _E | _A,
            "remove_document POST": _E,
            "question GET POST": _E,
            "arrange_questions POST": _E,
            "missing GET": _E,
            "publish GET POST": _E,
            "preview GET": _ALL,
            "preview_draft GET": _ALL,
            "preview_links GET POST": _E,
            "withdraw_preview POST": _E,
            "review GET": _ALL,
            "write_review GET POST": _ALL - _R,
            "answer_review GET POST": _E,
            "draft GET POST": _E | _F,
            "deadline GET POST": _E | _S,
            "new_version GET POST": _E,
            "party_deadline GET POST": _E | _S,
            "calendar GET POST": _E | _A,
            "remove_closure POST": _E | _A,
            "shortest_period GET POST": _E | _A,
            "cancel GET POST": _E,
            "meetings GET POST": _S,
            "meeting GET POST": _S,
            "agenda GET POST": _S,
        },
    ),
    **_rows(
        "parties",
        {
            "register GET POST": _E | _S | _A,
            "register_party GET POST": _E | _S | _A,
            "end_party POST": _E | _S | _A,
            "resume_party POST": _E | _S | _A,
            "board GET POST": _E | _S,
            "mark_sent GET POST": _E | _S,
            "mail POST": _E | _S,
            "remove GET POST": _E | _S,
            "waive GET POST": _E | _S,
        },
    ),
    **_rows(
        "site",
        {
            "staff_home GET": _ALL,
            "overview GET": _ALL,
            "log GET": _ALL,
            "log_file POST": _R | _A,
            "health GET": _A,
            "retry_job POST": _A,
        },
    ),
    **_rows(
        "site",
        {
            f"{name} GET": PUBLIC
            for name in (
                *("front", "authority", "consultations", "consultation", "draft", "deadline_ics", "paper_form"),
                *("easy_read", "easy_draft", "illustration"),
                *("documents", "document", "document_file", "annex"),
                *("all_drafts_pdf", "draft_pdf", "easy_draft_pdf", "easy_read_pdf"),
                *("responses", "response", "response_file", "figures", "outcome", "draft_version", "draft_changes"),
                *("all_responses", "responses_csv", "policy", "statistics"),
                *("search",),
                *("preview", "preview_document", "preview_file", "preview_picture"),
                *("privacy", "consultation_privacy", "help", "help_topic", "was", "was_statement"),
                *("subject", "feed", "authority_feed", "subject_feed", "consultation_feed"),
                *("deadlines_ics", "authority_deadlines_ics", "subject_deadlines_ics"),
                *("healthz", "readyz", "robots", "sitemap_xml", "data"),
            )
        },
    ),
    **_rows(
        "api",
        {
            f"{name} GET": PUBLIC
            for name in (
                *("openapi_json", "authorities", "consultations", "consultation", "draft"),
                *("responses", "response", "figures", "outcome", "statistics"),
            )
        },
    ),
    **_rows("site", {"preview_draft GET POST": PUBLIC, "subscribe GET POST": PUBLIC, "subscription GET POST": PUBLIC}),
    **_rows(
        "responses",
        {
            "choose GET POST": PUBLIC,
            "choose_again GET POST": PUBLIC,
            "unsent GET POST": PUBLIC,
            "write GET POST": PUBLIC,
            "files GET POST": PUBLIC,
            "about GET POST": PUBLIC,
            "review GET": PUBLIC,
            "send POST": PUBLIC,
            "delete_unsent GET POST": PUBLIC,
            "own GET": PUBLIC,
            "appeal GET POST": PUBLIC,
            "receipt GET": PUBLIC,
            "receipt_file GET": PUBLIC,
            "receipt_pdf GET": PUBLIC,
            "lost GET POST": PUBLIC,
            "verify GET POST": PUBLIC,
            "mail GET POST": PUBLIC,
            "correct GET POST": PUBLIC,
            "withdraw GET POST": PUBLIC,
            "party GET POST": PUBLIC,
            "collaborate GET POST": PUBLIC,
            "join GET POST": PUBLIC,
            "contribute GET POST": PUBLIC,
            "confirm GET POST": PUBLIC,
            "ask_again POST": PUBLIC,
            "log_in GET": PUBLIC,
            "logged_in GET": PUBLIC,
            "identify POST": PUBLIC,
            "intake GET POST": _M | _S,
            "read_in GET POST": _S,
            "late GET POST": _S,
            "new_link GET POST": _M | _S,
        },
    ),
    **_rows(
        "moderation",
        {
            "queue GET": _M,
            "take_next POST": _M,
            "show_contact POST": _M,
            "appeals_list GET": _M,
            "note_appeal POST": _M,
            "answer_appeal POST": _M,
            "reasons GET POST": _A,
            "mark_span POST": _M,
            "load GET POST": _M,
            "return_load POST": _M,
            "assign POST": _M,
            "ask POST": _M,
            "take_back_question POST": _M,
            "note POST": _M,
            "desk GET": _M,
            "open_original POST": _M,
            "file GET": _M,
            "file_page GET": _M,
            "file_picture GET": _M,
            "say_of_file POST": _M,
            "hold_file POST": _M,
            "mark_box POST": _M,
            "unmark_box POST": _M,
            "mark_file_sentences POST": _M,
            "release POST": _M,
            "answer_finding POST": _M,
            "mark_words POST": _M,
            "mark_sentences POST": _M,
            "unmark POST": _M,
            "decide POST": _M,
            "take_down POST": _M,
            "held_words GET POST": _E | _A,
            "release_word POST": _E | _A,
            "unconfirmed GET POST": _M | _S,
            "reopen POST": _M,
            "policy GET POST": _A,
            "breaches GET": _S | _R,
            "breach GET": _S | _R,
            "settle_task POST": _S,
            "save_wording POST": _S,
            "add_note POST": _S,
            "close_breach POST": _S,
            "shortcuts POST": _M | _F | _S,
            "petition GET POST": _M | _S,
            "groups GET": _M | _F | _S,
            "group GET": _M | _F | _S,
            "open_group POST": _M | _F | _S,
            "confirm_group POST": _M | _F,
            "part_group POST": _M | _F,
            "bulk GET": _M,
            "open_sample POST": _M,
            "preview_bulk POST": _M,
            "decide_bulk POST": _M,
            "take_back_proposal POST": _M,
            "undo_bulk POST": _M,
            "group_takedown GET": _M,
            "preview_takedown POST": _M,
            "take_down_group POST": _M,
        },
    ),
    **_rows(
        "analysis",
        {
            "list_responses GET": _F | _S,
            "list_points GET": _F | _S,
            "coverage GET": _F | _S,
            "list_settled GET": _F | _S,
            "themes GET POST": _F | _S,
            "use_headings POST": _F | _S,
            "order_theme POST": _F | _S,
            "desk GET POST": _F | _S,
            "mark POST": _F | _S,
            "show_original POST": _F | _S,
            "move_point POST": _F | _S,
            "remove_point POST": _F | _S,
            "split_point POST": _F | _S,
            "merge_points POST": _F | _S,
            "carry_points POST": _F | _S,
            "positions GET": _F | _S,
            "position GET POST": _F | _S,
            "choose_fields POST": _F | _S,
            "remove_position POST": _F | _S,
            "restore_position POST": _F | _S,
            "split GET POST": _F | _S,
            "merge GET POST": _F | _S,
            "move_points POST": _F | _S,
            "undo_step POST": _F | _S,
            "change GET POST": _F | _S,
            "edit_change GET POST": _F | _S,
            "link_change POST": _F | _S,
            "remove_change POST": _F | _S,
            "carry_change POST": _F | _S,
            "decide GET POST": _S,
            "remarks GET": _F | _S,
            "add_remark GET POST": _F | _S,
            "remark GET POST": _F | _S,
            "keep_remark POST": _F | _S,
            "use_remark POST": _F | _S,
        },
    ),
    **_rows(
        "summary",
        {
            "report GET": _F | _S,
            "preview GET": _F | _S,
            "write_text POST": _S,
            "compile GET POST": _S,
            "package GET": _S,
            "file GET": _S,
            "open_part GET": _S,
            "closed_part GET POST": _S,
            "lay_annexes POST": _S,
            "template GET POST": _A,
            "withdraw_template POST": _A,
            "start_template GET": _A,
            "template_file GET": _A,
            "find_trace GET": _M | _F | _S,
            "trace GET": _M | _F | _S,
            "sheet GET POST": _F | _S,
            "take_sheet GET": _F | _S,
        },
    ),
    **_rows(
        "notifications",
        {
            "remind_parties GET POST": _E | _S,
            "outbox GET": _S,
            "message POST": _S,
            "letters GET POST": _M | _S,
            "letters_pdf POST": _M | _S,
        },
    ),
}
