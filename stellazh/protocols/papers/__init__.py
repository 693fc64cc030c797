"""Papers made of protocols and resolutions: Word and PDF."""
