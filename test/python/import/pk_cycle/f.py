import pk_cycle.e as e
print('f sees e', e.__name__)
x = e.y
