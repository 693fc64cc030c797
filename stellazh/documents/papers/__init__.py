"""Papers of documents: the printed sheet of acquaintance and its table."""
