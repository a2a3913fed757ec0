"""One idea per file: pure functions of tables, each declared once beside its formula and source."""
