"""Guiding questions: the editor's own, and the three that every consultation has (interface.md 4.4)."""

from sqlalchemy import CheckConstraint, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consultation.models.base import Base, Owned, owned, word
from consultation.vocabulary import EasyQuestion, QuestionKind


class Question(Owned, Base):
    """About one draft, or about the whole where `draft_id` is null. Nothing here changes once it is sent out.

    `options` is JSON, a list of [Danish, English or ""]; a choice is kept as the option's place in it, from 1.
    """

    __tablename__ = "question"
    __table_args__ = owned(
        UniqueConstraint("consultation_id", "code"),
        CheckConstraint("code IS NULL OR (draft_id IS NULL AND kind = 'text')", name="easy_is_free_text"),
        CheckConstraint("text <> ''", name="asks"),
        consultation_id="consultation",
        draft_id="draft",
    )

    consultation_id: Mapped[int]
    draft_id: Mapped[int | None]
    code: Mapped[EasyQuestion | None] = mapped_column(word(EasyQuestion, "code"))
    kind: Mapped[QuestionKind] = mapped_column(word(QuestionKind, "kind"))
    position: Mapped[int]
    text: Mapped[str]
    text_en: Mapped[str] = mapped_column(default="")
    options: Mapped[str] = mapped_column(Text, default="[]")
