"""Pages and addresses of media."""
