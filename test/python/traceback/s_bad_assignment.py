# The file does not compile: assignment to a call.
def f(): pass
f() = 5
