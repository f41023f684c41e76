"""Public data for programs: read-only, version 1 (contract.md, "Public data")."""
