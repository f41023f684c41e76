"""Pure leaves: no Flask, no database."""
