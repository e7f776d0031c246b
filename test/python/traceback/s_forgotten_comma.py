# The file does not compile: perhaps a comma is missing.
values = [1, 2 3, 4]
