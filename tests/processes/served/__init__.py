"""An app of the tests' own inside the real server: a topic for guests and a job that takes its time."""
