# The file does not compile: brackets of two kinds.
x = {'a': [1, 2}
