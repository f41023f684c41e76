"""Flask plumbing without domain: language, headers, bodies, errors, filters, fields, uploads."""
