"""The tests' own ways to make a database and to empty it; the product's backends otherwise."""
