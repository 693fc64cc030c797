"""The editor of pages behind our own door: which of its addresses are open, to whom, under which policy."""
