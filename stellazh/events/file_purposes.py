"""Files of events: who may open them."""


def register() -> None:
    """Add the purposes: `purposes.add(FilePurpose(CODE, "…", MOST_BYTES, kinds, can_read_…))`."""
