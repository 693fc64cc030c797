"""Read models of protocols, decisions and resolutions."""
