"""SQLite whose test database begins as a copy of a migrated one."""
