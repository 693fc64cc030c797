"""PostgreSQL whose test database begins as a copy of a migrated one and is emptied by need."""
