"""What is typed about protocols, decisions and resolutions."""
