# Uncaught: an error while a class body runs.
class Config:
    values = {'a': 1}
    class Inner:
        wanted = Config.values['a']
