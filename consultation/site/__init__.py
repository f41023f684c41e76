"""Pages that join features: front page, consultation page, downloads, staff home."""
