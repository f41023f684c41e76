"""Word files (DOCX)."""
