"""Gap-free series of numbers: of protocols, later of certificates."""
