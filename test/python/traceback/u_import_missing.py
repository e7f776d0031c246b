# Uncaught: a missing module inside a function.
def load():
    import json, no_such_module_anywhere
load()
