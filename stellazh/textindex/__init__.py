"""Full-text search, alike on SQLite and PostgreSQL: what is kept, how it is asked, how a misspelt word is mended."""
