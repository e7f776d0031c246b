# The file does not compile: nonlocal without a binding.
def f():
    nonlocal missing
