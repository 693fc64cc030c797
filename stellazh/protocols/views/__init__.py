"""Pages of protocols, decisions and resolutions."""
