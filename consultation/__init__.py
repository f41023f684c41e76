"""Public consultations: drafts with deadlines, moderated responses, one committee-ready summary."""
