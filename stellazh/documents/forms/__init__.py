"""What came in for documents is well-formed."""
