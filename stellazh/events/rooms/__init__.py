"""Lists that video rooms give out: read, and compared with the people who may be meant. Touches no table."""
