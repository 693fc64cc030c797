"""One archive with all data and files, and the way back, between SQLite and PostgreSQL too.

The archive is a plain tar: `data/<app.model>/<n>.jsonl.gz` with the rows, `files/<sha256>` with the contents of files,
`manifest.json` last, and after the tar's end one line with the SHA-256 of all before it. See docs/operations/backup.md.
"""
