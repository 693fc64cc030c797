"""Annual reports on paper: their tables, Word, PDF, own forms, files."""
