"""The committee's papers: snapshot, compiler, exporters, verification."""
