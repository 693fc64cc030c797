"""Read models of members, one module per subject."""
