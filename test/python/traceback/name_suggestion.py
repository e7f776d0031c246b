# Did you mean, for names.
counter_total = 1
def f(argument_value):
    local_number = 2
    return local_nunber + argument_value
try:
    f(1)
except NameError as e:
    import traceback, sys
    traceback.print_exc(file=sys.stdout)
class K:
    def method(self): return self
    def use(self): return method()
try:
    K().use()
except NameError: traceback.print_exc(file=sys.stdout)
class L:
    def __init__(self): self.blech = 1
    def use(self): return blech
try:
    L().use()
except NameError: traceback.print_exc(file=sys.stdout)
for src in ('counter_totl', 'pritn', 'Falsee', 'x', 'coutner_total', 'strr', 'completely_different', 'Counter_Total', 'tme', 'os', 'collections.x', 'json'):
    try:
        eval(src)
    except NameError as e: traceback.print_exception(e, file=sys.stdout, limit=0)
def unbound():
    print(valeu)
    value = 1
counter_ttal
