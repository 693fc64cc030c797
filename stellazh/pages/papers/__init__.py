"""Pictures that the sites draw themselves."""
