"""What was asked and typed is well-formed."""
