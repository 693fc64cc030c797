"""What pages and papers of events read."""
