# Uncaught: an unexpected keyword argument with a suggestion.
def connect(host, timeout=5): return host
connect('localhost', timeuot=3)
