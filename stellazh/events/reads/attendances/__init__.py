"""What the pages of attendance show: the list, its figures, the marks in words, the paper list, the door."""
