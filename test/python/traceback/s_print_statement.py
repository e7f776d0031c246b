# The file does not compile: the old print.
print 'hello'
