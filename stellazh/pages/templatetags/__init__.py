"""Tags of the pages of the sites."""
