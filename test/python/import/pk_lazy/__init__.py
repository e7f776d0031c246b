real = 'real'
def __getattr__(name):
    if name == 'computed': print('computing', end=' '); return 'value'
    if name == 'on_demand': return 'demanded'
    if name.startswith('__'): raise AttributeError(f'special {name}')
    raise AttributeError(f'lazy module has no {name!r}')
def __dir__(): return ['zeta', 'alpha']
