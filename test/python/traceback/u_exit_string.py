# raise SystemExit with a non-integer prints it.
class E(SystemExit):
    def __str__(self): return 'custom text'
raise E({'not': 'a code'})
