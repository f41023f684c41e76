"""Responses: writing, sending, receipts, correction, withdrawal, intake by staff."""
