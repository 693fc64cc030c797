"""Films, sound and pictures that belong to something: recordings embedded from two hosts, files brought in parts."""
