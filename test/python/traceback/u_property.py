# Uncaught: an error raised by a property and by __getattr__.
class Account:
    @property
    def balance(self): return self.total / self.count
    def __getattr__(self, name):
        if name == 'total': return 10
        raise AttributeError(f'account without {name}')
Account().balance
