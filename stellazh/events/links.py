"""The secret links of events."""


def register() -> None:
    """Name the purposes: `purposes.add(LinkPurpose(CODE, "…"))`."""
