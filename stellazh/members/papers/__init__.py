"""Papers and tables made of members' data."""
