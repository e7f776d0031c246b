# The file does not compile: unexpected indent.
x = 1
    y = 2
