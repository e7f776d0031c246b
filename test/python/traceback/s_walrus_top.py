# The file does not compile: walrus as a statement.
x := 5
