"""Commands: a module for each, a few lines around one operation; `consultation.cli` reads the one that is called."""
