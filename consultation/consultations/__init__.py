"""Consultations: drafts, versions, sections, deadlines and milestones."""
