"""Papers of a protocol."""
