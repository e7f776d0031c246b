# Uncaught: an error in the body and another in __exit__.
class Bad:
    def __enter__(self): return self
    def __exit__(self, kind, value, tb): raise RuntimeError('exit failed') from value
with Bad() as b:
    raise ValueError('body failed')
