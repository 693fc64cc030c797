"""Every write of protocols, decisions and resolutions."""
