"""What leaves Tocsin: boards as tables, documents and pages; nothing leaves unvalidated."""
