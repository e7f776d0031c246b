# Uncaught: wrong number of arguments to a method.
class Greeter:
    def greet(self, name, *, punctuation): return name + punctuation
greeter = Greeter()
greeter.greet('a', 'b', 'c')
