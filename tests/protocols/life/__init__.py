"""A protocol from draft to seal."""
