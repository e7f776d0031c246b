# The file does not compile: a triple-quoted string is never closed.
x = 1
text = """starts here
and goes on
