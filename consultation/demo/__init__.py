"""Demo data: the Randers consultation of 2019 and four invented ones, deterministic and relative to the clock."""
