"""What the worker does in tests that are about something else."""

from consultation import worker
from consultation.consultations import downloads

HANDLERS = {**worker.HANDLERS, downloads.MAKE: worker.Handler(lambda *_given, **_ids: None)}
"""Drafts to download take long to set, and change nothing of what is true elsewhere."""
