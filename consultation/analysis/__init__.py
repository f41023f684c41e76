"""Analysis: points, positions and remarks, groups of identical answers, and what is still open."""
