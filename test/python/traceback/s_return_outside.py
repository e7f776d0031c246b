# The file does not compile: return at the top level.
x = 1
return x
