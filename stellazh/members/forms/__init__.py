"""Forms of members, one module per subject."""
