# The file does not compile: a typographic quote.
print(“hello”)
